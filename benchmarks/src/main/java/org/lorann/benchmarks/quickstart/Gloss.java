// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The explanation of a WordNet entry: a definition, then quoted examples of use.
 *
 * <p>Definitions may quote words too, so only a quotation at the very start or after a semicolon
 * begins the examples.
 */
record Gloss(String definition, List<String> examples) {
  private static final Pattern FIRST_EXAMPLE = Pattern.compile("(?:^|;)\\s*\"");
  private static final Pattern QUOTATION = Pattern.compile("\"([^\"]+)\"");

  static Gloss parse(String text) {
    Matcher start = FIRST_EXAMPLE.matcher(text);
    if (!start.find()) {
      return new Gloss(withoutEnd(text), List.of());
    }
    return new Gloss(
        withoutEnd(text.substring(0, start.start())), quotations(text.substring(start.start())));
  }

  private static String withoutEnd(String definition) {
    String text = definition.strip();
    return text.endsWith(";") ? text.substring(0, text.length() - 1).stripTrailing() : text;
  }

  private static List<String> quotations(String text) {
    return QUOTATION.matcher(text).results().map(match -> match.group(1).strip()).toList();
  }
}
