// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes numbers of things, of which there must be at least one, from a command line. */
public final class AtLeastOne implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, like too small a number.
    }
    throw new TypeConversionException("\"" + text + "\" is no whole number of at least 1");
  }
}
