// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.lorann.benchmarks.console.UserError;

/**
 * The texts of WordNet 3.1: its definitions are indexed, its examples of use are the questions.
 * Examples never were part of a definition's text, so they are held out by nature and, like real
 * questions, are another kind of text than what they search.
 *
 * @param definitions distinct texts in an order that makes every prefix a fair sample
 * @param examples distinct examples of at least three words
 */
record WordNetCorpus(List<String> definitions, List<String> examples) {
  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
  private static final List<String> FILES =
      List.of("data.noun", "data.verb", "data.adj", "data.adv");
  private static final int MIN_EXAMPLE_WORDS = 3;

  /**
   * WordNet is sorted by topic. A shuffle keeps a part of it representative, and its seed is fixed
   * so that embeddings on disk stay valid.
   */
  private static final long ORDER_SEED = 31;

  static WordNetCorpus load() throws IOException {
    Builder builder = new Builder();
    for (String file : FILES) {
      builder.addFile(file);
    }
    return builder.build();
  }

  static WordNetCorpus of(Collection<Synset> synsets) {
    Builder builder = new Builder();
    synsets.forEach(builder::add);
    return builder.build();
  }

  /** Draws the same examples for the same seed. */
  List<String> sampleExamples(int count, long seed) {
    List<String> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(seed));
    return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
  }

  /** Collects texts that differ in more than their case, which the model does not see. */
  private static final class Builder {
    private final Map<String, String> definitions = new LinkedHashMap<>();
    private final Map<String, String> examples = new LinkedHashMap<>();

    void addFile(String name) throws IOException {
      try (InputStream file = WordNetCorpus.class.getResourceAsStream(FOLDER + name)) {
        if (file == null) {
          throw new UserError("WordNet is not on the class path: start it with ./quickstart");
        }
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
            .lines()
            .filter(Builder::isEntry)
            .map(Synset::parse)
            .forEach(this::add);
      }
    }

    /** The licence at the head of each file is indented. */
    private static boolean isEntry(String line) {
      return !line.startsWith(" ");
    }

    void add(Synset synset) {
      definitions.putIfAbsent(fold(synset.text()), synset.text());
      for (String example : synset.gloss().examples()) {
        if (example.split("\\s+").length >= MIN_EXAMPLE_WORDS) {
          examples.putIfAbsent(fold(example), example);
        }
      }
    }

    private static String fold(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    WordNetCorpus build() {
      Set<String> indexed = new HashSet<>(definitions.keySet());
      examples.keySet().removeAll(indexed);
      List<String> shuffled = new ArrayList<>(definitions.values());
      Collections.shuffle(shuffled, new Random(ORDER_SEED));
      return new WordNetCorpus(List.copyOf(shuffled), List.copyOf(examples.values()));
    }
  }
}
