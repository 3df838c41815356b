// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.benchmarks.quickstart.WordNetVectors;

/** What the quickstart searches: real text, and queries of another kind than what they search. */
final class WordNetData implements RawData {
  static final String NAME = "wordnet";
  private static final int QUERIES = 2000;

  private final WordNetVectors vectors;

  WordNetData(WordNetVectors vectors) {
    this.vectors = vectors;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String origin() throws IOException {
    return String.format(Locale.ROOT, "%016x", vectors.fingerprint());
  }

  @Override
  public Metric metric() {
    return Metric.ANGULAR;
  }

  @Override
  public Vectors base() throws IOException {
    return Vectors.of(vectors.definitions());
  }

  @Override
  public Vectors queries() throws IOException {
    return Vectors.of(vectors.examples(QUERIES));
  }

  @Override
  public Optional<int[][]> neighbors() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
