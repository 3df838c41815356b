// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.measure.Fingerprint;

/** The vectors of a list of texts, computed once and kept on disk. */
final class Embeddings {
  private static final String SUFFIX = ".embeddings";

  private final Path file;
  private final String task;
  private final List<String> texts;
  private final EmbeddingCache.Layout layout;

  /**
   * @param subject what the texts are, for the user
   * @param name what the file is called; different lists need different names
   */
  private Embeddings(Path folder, String subject, String name, List<String> texts)
      throws IOException {
    this.file = folder.resolve(name + SUFFIX);
    this.task = "embedding " + subject;
    this.texts = texts;
    long fingerprint = Fingerprint.ofEmbeddings(SentenceEncoder.modelBytes(), texts);
    this.layout = new EmbeddingCache.Layout(fingerprint, texts.size(), SentenceEncoder.DIMENSIONS);
  }

  /** Those of all definitions. */
  static Embeddings ofDefinitions(Path folder, WordNetCorpus corpus) throws IOException {
    return new Embeddings(folder, "definitions", "definitions", corpus.definitions());
  }

  /** Those of so many examples, or all if there are fewer, drawn at random. */
  static Embeddings ofExamples(Path folder, WordNetCorpus corpus, int count, long seed)
      throws IOException {
    String name = "queries-" + count + "-seed-" + seed;
    return new Embeddings(folder, "queries", name, corpus.sampleExamples(count, seed));
  }

  /** The vectors of all texts. */
  float[][] all(SentenceEncoder encoder, Progress.Style style, PrintStream out) throws IOException {
    return first(texts.size(), encoder, style, out);
  }

  long fingerprint() {
    return layout.fingerprint();
  }

  /** The vectors of the first texts; computes those that are not stored yet. */
  float[][] first(int count, SentenceEncoder encoder, Progress.Style style, PrintStream out)
      throws IOException {
    try (EmbeddingCache cache = EmbeddingCache.open(file, layout)) {
      if (cache.rows() < count) {
        fill(cache, count, encoder, style, out);
      }
      return cache.read(count);
    }
  }

  /** Whole slabs only: what a text is embedded with must not depend on the count asked for. */
  private void fill(
      EmbeddingCache cache,
      int count,
      SentenceEncoder encoder,
      Progress.Style style,
      PrintStream out)
      throws IOException {
    try (Progress progress = style.start(out, task, cache.rows(), wholeSlabs(count))) {
      while (cache.rows() < count) {
        List<String> slab = texts.subList(cache.rows(), cache.rows() + cache.nextSlabRows());
        cache.append(encoder.encode(slab, progress::advance));
      }
    }
  }

  private int wholeSlabs(int count) {
    int slabs = Math.ceilDiv(count, EmbeddingCache.SLAB_ROWS);
    return Math.min(texts.size(), slabs * EmbeddingCache.SLAB_ROWS);
  }
}
