// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The numbers that a parameter accepts. Of a fraction it is the double that has to be in range, as
 * that is what is used: many digits behind {@code 0.999} make it a 1.
 */
final class Range {

  /** A share of the true neighbours; neither none nor all can be promised. */
  static final Range RECALL = fractions("a number above 0 and below 1", v -> v > 0 && v < 1);

  /** A share in percent; something has to be left of it when it is made a ratio. */
  static final Range PERCENTAGE =
      fractions("a number above 0 and at most 100", v -> v / 100 > 0 && v <= 100);

  /** The text of a double has fewer digits than that before and behind the point. */
  private static final int GREATEST_SCALE = 400;

  /** And is no longer than that. */
  private static final int GREATEST_LENGTH = 32;

  private final String description;
  private final Predicate<BigDecimal> contains;

  private Range(String description, Predicate<BigDecimal> contains) {
    this.description = description;
    this.contains = contains;
  }

  private static Range fractions(String description, DoublePredicate contains) {
    return new Range(description, number -> contains.test(number.doubleValue()));
  }

  /** Whole numbers from the least to the greatest, both included. */
  static Range integers(int least, int greatest) {
    return new Range(
        "a whole number between " + least + " and " + greatest,
        number ->
            isWhole(number)
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(greatest)) <= 0);
  }

  /** These whole numbers only. */
  static Range oneOf(int... numbers) {
    return new Range(
        Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(" or ")),
        number ->
            Arrays.stream(numbers)
                .anyMatch(allowed -> number.compareTo(BigDecimal.valueOf(allowed)) == 0));
  }

  private static boolean isWhole(BigDecimal number) {
    return number.remainder(BigDecimal.ONE).signum() == 0;
  }

  /**
   * Reads a number.
   *
   * @param name the parameter's name, for the message
   * @throws IllegalArgumentException if it is none or out of range
   */
  BigDecimal parse(String name, String text) {
    BigDecimal number = number(text.trim());
    if (number == null || contains.test(number) == false) {
      throw new IllegalArgumentException(
          "[" + name + "] must be " + description + ", got [" + text + "]");
    }
    return number;
  }

  /** The number, or null if the text is none. */
  private static BigDecimal number(String text) {
    // Digits of other scripts would be understood here, but not by all who read the text later.
    if (text.length() > GREATEST_LENGTH || text.chars().anyMatch(c -> c > 127)) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // A huge exponent would be expanded digit by digit when compared.
      return Math.abs((long) number.scale()) <= GREATEST_SCALE ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
