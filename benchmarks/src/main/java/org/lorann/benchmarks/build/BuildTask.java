// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.lorann.benchmarks.measure.Cost;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;

/** Pieces of work that are measured. */
public enum BuildTask {
  /** Adds all vectors, flushes, and merges all into one segment. */
  COLD("add, flush, merge into one segment") {
    @Override
    void prepare(VectorIndexBuilder builder, Directory directory, Vectors rows) {}

    @Override
    Cost measure(VectorIndexBuilder builder, Directory directory, Vectors rows) throws IOException {
      return builder.build(directory, rows, Map.of()).total();
    }
  },

  /** Does the same once more, in a JVM that has compiled what it takes. */
  AGAIN("the same again in the same JVM") {
    @Override
    void prepare(VectorIndexBuilder builder, Directory directory, Vectors rows) throws IOException {
      COLD.measure(builder, directory, rows);
    }

    @Override
    Cost measure(VectorIndexBuilder builder, Directory directory, Vectors rows) throws IOException {
      return COLD.measure(builder, directory, rows);
    }
  },

  /** Merges ten segments of equal size. */
  MERGE_TEN("merge ten equal segments") {
    @Override
    void prepare(VectorIndexBuilder builder, Directory directory, Vectors rows) throws IOException {
      builder.buildSegments(directory, rows, EQUAL_SEGMENTS, Map.of());
    }
  },

  /** Merges a hundredth of the vectors into a segment with all others. */
  MERGE_SMALL("merge 1 % into the rest") {
    @Override
    void prepare(VectorIndexBuilder builder, Directory directory, Vectors rows) throws IOException {
      int small = Math.max(1, rows.size() / SMALL_SHARE);
      builder.build(directory, rows.first(rows.size() - small), Map.of());
      try (IndexWriter writer = builder.openWithoutMerges(directory)) {
        builder.addRows(writer, rows, rows.size() - small, 1);
        writer.commit();
      }
    }
  };

  private static final int EQUAL_SEGMENTS = 10;
  private static final int SMALL_SHARE = 100;

  private final String description;

  BuildTask(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  /** Makes what the work begins with, in an empty directory. */
  abstract void prepare(VectorIndexBuilder builder, Directory directory, Vectors rows)
      throws IOException;

  /** Does the work; merges what is there, if nothing else is said. */
  Cost measure(VectorIndexBuilder builder, Directory directory, Vectors rows) throws IOException {
    try (IndexWriter writer = builder.openForMerges(directory)) {
      return VectorIndexBuilder.forceMerge(writer);
    }
  }
}
