// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The numbers that a parameter accepts. */
final class Range {

  /** A share of the true neighbours; neither none nor all can be promised. */
  static final Range RECALL =
      new Range(
          "a number above 0 and below 1",
          number -> number.signum() > 0 && number.compareTo(BigDecimal.ONE) < 0);

  /** A share in percent. */
  static final Range PERCENTAGE =
      new Range(
          "a number above 0 and at most 100",
          number -> number.signum() > 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0);

  private final String description;
  private final Predicate<BigDecimal> contains;

  private Range(String description, Predicate<BigDecimal> contains) {
    this.description = description;
    this.contains = contains;
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
    BigDecimal number = number(text.strip());
    if (number == null || contains.test(number) == false) {
      throw new IllegalArgumentException(
          "[" + name + "] must be " + description + ", got [" + text + "]");
    }
    return number;
  }

  /** The number, or null if the text is none. */
  private static BigDecimal number(String text) {
    // A huge exponent would be expanded digit by digit when compared; no range needs one.
    if (text.length() > 32) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) <= 32 ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
