// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.lorann.benchmarks.measure.VectorIndex;

/** Answers a question by the definitions nearest to it. */
final class Answers {
  private final SentenceEncoder encoder;
  private final VectorIndex index;
  private final List<String> texts;
  private final int k;
  private final PrintStream out;

  Answers(SentenceEncoder encoder, VectorIndex index, List<String> texts, int k, PrintStream out) {
    this.encoder = encoder;
    this.index = index;
    this.texts = texts;
    this.k = k;
    this.out = out;
  }

  void print(String question) throws IOException {
    TopDocs hits = index.search(encoder.encode(question), k, null);
    int[] rows = index.rows(hits, k);
    out.println(question);
    for (int i = 0; i < rows.length; i++) {
      out.printf(Locale.ROOT, "  %.3f  %s%n", cosine(hits.scoreDocs[i]), texts.get(rows[i]));
    }
    out.println();
    out.flush();
  }

  /** Lucene scores unit vectors by (1 + cosine) / 2. */
  private static double cosine(ScoreDoc hit) {
    return 2 * hit.score - 1;
  }
}
