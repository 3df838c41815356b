// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import org.lorann.benchmarks.measure.BuildCost;
import org.lorann.benchmarks.measure.IndexSize;
import org.lorann.benchmarks.measure.VectorIndex;
import org.lorann.benchmarks.report.Report;
import org.lorann.benchmarks.report.Table;
import org.lorann.benchmarks.report.Table.Column;
import org.lorann.benchmarks.report.Unit;

/** What indexes cost: time to build them, and space. */
final class IndexTable {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final Table table =
      new Table(
          "Indexes",
          new Column("indexType", Unit.TEXT),
          new Column("nDoc", Unit.COUNT),
          new Column("index(s)", Unit.DECIMAL),
          new Column("index_docs/s", Unit.COUNT),
          new Column("force_merge(s)", Unit.DECIMAL),
          new Column("CPU(s)", Unit.DECIMAL),
          new Column("num_segments", Unit.COUNT),
          new Column("index_size(MB)", Unit.DECIMAL),
          new Column("vec_disk(MB)", Unit.DECIMAL),
          new Column("vec_RAM(MB)", Unit.DECIMAL),
          new Column("vec_RAM/doc(B)", Unit.DECIMAL));

  void add(String name, VectorIndex index) throws IOException {
    BuildCost cost = index.buildCost();
    IndexSize size = index.size();
    table.row(
        name,
        size.documents(),
        cost.index().wallSeconds(),
        size.documents() / cost.index().wallSeconds(),
        cost.forceMerge().wallSeconds(),
        cost.total().cpuSeconds(),
        index.leaves().size(),
        size.totalBytes() / BYTES_PER_MEGABYTE,
        size.vectorBytes() / BYTES_PER_MEGABYTE,
        size.hotVectorBytes() / BYTES_PER_MEGABYTE,
        (double) size.hotVectorBytes() / size.documents());
  }

  void addTo(Report report) {
    report.add(
        table,
        "index is the time to add and flush all documents, force_merge that of merging them into"
            + " one segment after that; CPU is the processor time of both. vec_disk is all that"
            + " belongs to the vectors, vec_RAM that without the raw vectors.");
  }
}
