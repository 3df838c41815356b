// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.measure.Parallel;
import org.lorann.benchmarks.measure.Vectors;

/**
 * Rows sorted into categories that have to do with where they lie, as topics have: each row belongs
 * to the nearest of a thousand rows drawn at random.
 */
final class Categories {
  private static final int COUNT = 1000;

  private final DataSet data;
  private final float[][] centres;
  private final int[] categoryOfRow;
  private final int[] sizes;

  /**
   * Sorts all rows.
   *
   * @param progress told how many rows more were sorted
   */
  Categories(DataSet data, long seed, int threads, IntConsumer progress) throws IOException {
    this.data = data;
    Vectors base = data.base();
    SplittableRandom random = new SplittableRandom(seed);
    centres = new float[Math.min(COUNT, base.size())][];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = base.get(random.nextInt(base.size()));
    }
    categoryOfRow = new int[base.size()];
    Parallel.run(
        threads,
        worker -> {
          for (int row = worker; row < base.size(); row += threads) {
            categoryOfRow[row] = nearest(base.get(row));
            progress.accept(1);
          }
        });
    sizes = new int[centres.length];
    for (int category : categoryOfRow) {
      sizes[category]++;
    }
  }

  private int nearest(float[] vector) {
    int nearest = 0;
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < centres.length; i++) {
      float score = data.metric().similarity().compare(vector, centres[i]);
      if (score > best) {
        best = score;
        nearest = i;
      }
    }
    return nearest;
  }

  /** The rows of the categories nearest to a query, as many as it takes to have so many rows. */
  FixedBitSet near(float[] query, int rows) {
    return take(byDistance(query), rows);
  }

  /** The same for the categories that are furthest from it. */
  FixedBitSet far(float[] query, int rows) {
    int[] order = byDistance(query);
    int[] reversed =
        IntStream.range(0, order.length).map(i -> order[order.length - 1 - i]).toArray();
    return take(reversed, rows);
  }

  private int[] byDistance(float[] query) {
    double[] scores =
        Arrays.stream(centres)
            .mapToDouble(centre -> data.metric().similarity().compare(query, centre))
            .toArray();
    return IntStream.range(0, centres.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer category) -> -scores[category]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private FixedBitSet take(int[] order, int rows) {
    FixedBitSet taken = new FixedBitSet(centres.length);
    int total = 0;
    for (int i = 0; i < order.length && total < rows; i++) {
      taken.set(order[i]);
      total += sizes[order[i]];
    }
    FixedBitSet accepted = new FixedBitSet(categoryOfRow.length);
    for (int row = 0; row < categoryOfRow.length; row++) {
      if (taken.get(categoryOfRow[row])) {
        accepted.set(row);
      }
    }
    return accepted;
  }
}
