// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** An entry of WordNet: words that share one meaning, and the gloss that explains it. */
record Synset(List<String> words, Gloss gloss) {
  private static final String GLOSS_SEPARATOR = "| ";
  private static final int WORD_COUNT_FIELD = 3;
  private static final int FIRST_WORD_FIELD = 4;
  private static final int FIELDS_PER_WORD = 2;
  private static final int HEXADECIMAL = 16;

  /** Adjectives tell their position in a phrase: {@code galore(ip)}. */
  private static final Pattern ADJECTIVE_MARKER = Pattern.compile("\\((?:a|p|ip)\\)$");

  /** Parses a line of a WordNet {@code data} file; its layout is described in wndb(5WN). */
  static Synset parse(String line) {
    int separator = line.indexOf(GLOSS_SEPARATOR);
    if (separator < 0) {
      throw new IllegalArgumentException("no gloss in: " + line);
    }
    String[] fields = line.substring(0, separator).split(" ");
    int count = Integer.parseInt(fields[WORD_COUNT_FIELD], HEXADECIMAL);
    List<String> words =
        IntStream.range(0, count)
            .mapToObj(i -> readable(fields[FIRST_WORD_FIELD + FIELDS_PER_WORD * i]))
            .distinct()
            .toList();
    return new Synset(words, Gloss.parse(line.substring(separator + GLOSS_SEPARATOR.length())));
  }

  private static String readable(String word) {
    return ADJECTIVE_MARKER.matcher(word).replaceFirst("").replace('_', ' ');
  }

  /** The text to embed and to show. */
  String text() {
    return String.join(", ", words) + ": " + gloss.definition();
  }
}
