// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.benchmarks.measure.ExactNeighbors;
import org.lorann.benchmarks.measure.IndexRecipe;
import org.lorann.benchmarks.measure.IndexStore;
import org.lorann.benchmarks.measure.LatencyMeter;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.lucene.LorannCodec;

/** Semantic search over WordNet's definitions, and how the index behind it compares. */
final class WordNetQuickstart implements AutoCloseable {
  private static final int QUERIES = 2000;
  private static final int QUERIES_FAST = 500;
  private static final LatencyMeter METER =
      new LatencyMeter(Duration.ofSeconds(5), Duration.ofSeconds(10));
  private static final LatencyMeter METER_FAST =
      new LatencyMeter(Duration.ofSeconds(3), Duration.ofSeconds(3));

  private final Settings settings;
  private final PrintStream out;
  private final PrintStream log;
  private final WordNetCorpus corpus;
  private final List<String> definitions;
  private final SentenceEncoder encoder;
  private final Embeddings embeddings;
  private final IndexStore store;
  private final VectorIndex lorann;
  private float[][] rows;

  /** Opens the LoRANN index; makes it first, and the embeddings it needs, if need be. */
  WordNetQuickstart(Settings settings, PrintStream out, PrintStream log) throws IOException {
    this.settings = settings;
    this.out = out;
    this.log = log;
    corpus = WordNetCorpus.load();
    definitions =
        corpus.definitions().subList(0, Math.min(settings.docs(), corpus.definitions().size()));
    embeddings = Embeddings.ofDefinitions(settings.folder(), corpus);
    encoder = SentenceEncoder.load(settings.folder().resolve("native"), settings.threads());
    store =
        new IndexStore(
            settings.folder(),
            VectorSimilarityFunction.DOT_PRODUCT,
            settings.threads(),
            settings.rebuild(),
            log);
    lorann = openOrBuild("lorann", new LorannCodec());
  }

  private VectorIndex openOrBuild(String name, Codec codec) throws IOException {
    int count = definitions.size();
    String data =
        String.format(
            Locale.ROOT, "%016x, %d texts, %s", embeddings.fingerprint(), count, codec.getName());
    // Runs of different sizes must not undo each other's work.
    IndexRecipe recipe =
        new IndexRecipe(name + "-" + count, data, codec, codec.knnVectorsFormat().getClass(), 1);
    return store.openOrBuild(recipe, () -> Vectors.of(rows()));
  }

  private float[][] rows() throws IOException {
    if (rows == null) {
      rows = embeddings.first(definitions.size(), encoder, settings.progress(), log);
    }
    return rows;
  }

  /** Whether the index is a new one, which nobody has seen compared yet. */
  boolean hasNewIndex() {
    return store.built();
  }

  /** Prints how LoRANN and HNSW compare. */
  void compare() throws IOException {
    float[][] queries = queries();
    Codec codec = HnswCodec.withMergeThreads(settings.threads());
    try (VectorIndex hnsw = openOrBuild("hnsw", codec)) {
      log.printf(Locale.ROOT, "searching exactly for %,d examples of use%n", queries.length);
      int[][] truth =
          ExactNeighbors.of(
              VectorSimilarityFunction.DOT_PRODUCT,
              Vectors.of(rows()),
              queries,
              settings.k(),
              settings.threads());
      log.println("timing both indexes in turn");
      Comparison comparison = new Comparison(lorann, hnsw, queries, truth, settings.k());
      ComparisonReport report = comparison.run(settings.fast() ? METER_FAST : METER);
      out.printf(
          Locale.ROOT,
          "%n%,d definitions of %d dimensions in one segment, built by %d threads;%n"
              + "%,d held-out examples of use as queries, one search thread%n%n%s%n",
          definitions.size(),
          SentenceEncoder.DIMENSIONS,
          settings.threads(),
          queries.length,
          report);
    }
  }

  private float[][] queries() throws IOException {
    int count = settings.fast() ? QUERIES_FAST : QUERIES;
    return Embeddings.ofExamples(settings.folder(), corpus, count, settings.seed())
        .all(encoder, settings.progress(), log);
  }

  Answers answers() {
    return new Answers(encoder, lorann, definitions, settings.k(), out);
  }

  @Override
  public void close() throws IOException {
    lorann.close();
    encoder.close();
  }
}
