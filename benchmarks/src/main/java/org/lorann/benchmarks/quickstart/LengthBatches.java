// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups texts of equal token length: a batch then needs no padding, which would otherwise cost
 * most of the model's time.
 */
final class LengthBatches {
  /** Past this a batch stops getting faster: its activations leave the processor's cache. */
  private static final int TOKENS_PER_BATCH = 256;

  private LengthBatches() {}

  /** Positions of the texts in each batch, longest texts first. */
  static List<int[]> of(long[][] tokens) {
    Map<Integer, List<Integer>> byLength = new TreeMap<>(Comparator.reverseOrder());
    for (int i = 0; i < tokens.length; i++) {
      byLength.computeIfAbsent(tokens[i].length, length -> new ArrayList<>()).add(i);
    }
    List<int[]> batches = new ArrayList<>();
    byLength.forEach((length, texts) -> split(texts, batchSize(length), batches));
    return batches;
  }

  private static int batchSize(int length) {
    return Math.max(1, TOKENS_PER_BATCH / Math.max(1, length));
  }

  private static void split(List<Integer> texts, int size, List<int[]> batches) {
    for (int from = 0; from < texts.size(); from += size) {
      List<Integer> batch = texts.subList(from, Math.min(from + size, texts.size()));
      batches.add(batch.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
