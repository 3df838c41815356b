// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.lorann.benchmarks.console.Progress;

/**
 * The vectors of the quickstart: those of WordNet's definitions, and as queries those of examples
 * of use. Embedded when they are first asked for, which takes minutes, and kept.
 */
public final class WordNetVectors {
  private static final long SEED = 42;

  private final Path folder;
  private final int threads;
  private final Progress.Style progress;
  private final PrintStream log;
  private final WordNetCorpus corpus;

  /** Keeps them in the folder of the quickstart. */
  public WordNetVectors(Path folder, int threads, Progress.Style progress, PrintStream log)
      throws IOException {
    this.folder = folder;
    this.threads = threads;
    this.progress = progress;
    this.log = log;
    this.corpus = WordNetCorpus.load();
  }

  /** Of all definitions, in an order that makes every prefix a fair sample. */
  public float[][] definitions() throws IOException {
    return embed(Embeddings.ofDefinitions(folder, corpus));
  }

  /** Of so many examples, drawn at random. */
  public float[][] examples(int count) throws IOException {
    return embed(Embeddings.ofExamples(folder, corpus, count, SEED));
  }

  private float[][] embed(Embeddings embeddings) throws IOException {
    try (SentenceEncoder encoder = SentenceEncoder.load(folder.resolve("native"), threads)) {
      return embeddings.all(encoder, progress, log);
    }
  }

  /** Differs for any other model or texts. */
  public long fingerprint() throws IOException {
    return Embeddings.ofDefinitions(folder, corpus).fingerprint();
  }
}
