// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.lorann.benchmarks.data.RecordFile;
import org.lorann.benchmarks.measure.Cost;
import org.lorann.benchmarks.measure.HeapMeter;
import org.lorann.benchmarks.measure.IndexSize;
import org.lorann.benchmarks.measure.Shuffled;
import org.lorann.benchmarks.measure.SpaceMeter;
import org.lorann.benchmarks.measure.VectorCodec;
import org.lorann.benchmarks.measure.VectorIndexBuilder;
import org.lorann.benchmarks.measure.Vectors;
import org.lorann.benchmarks.peer.Elasticsearch;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Peers;
import org.lorann.benchmarks.peer.Workers;

/** Does one job in this JVM. */
final class BuildWorker {
  private static final Logger LUCENE_LOGGER = Logger.getLogger("org.apache.lucene");
  private static final long ORDER_SEED = 31;

  private BuildWorker() {}

  /** The main method of the JVM that a {@link BuildBenchmark} starts. */
  public static void main(String[] args) throws IOException {
    LUCENE_LOGGER.setLevel(Level.WARNING);
    // Nothing but the result may come between the lines.
    PrintStream out = System.out;
    System.setOut(System.err);
    Elasticsearch.prepare();
    out.println(run(BuildJob.parse(args)).toLine());
  }

  static BuildResult run(BuildJob job) throws IOException {
    Peer peer = new Peers().named(List.of(job.peer())).getFirst();
    IOUtils.rm(job.folder());
    Files.createDirectories(job.folder());
    try (RecordFile file = RecordFile.open(job.vectors());
        Workers workers = new Workers(job.threads());
        FSDirectory directory = FSDirectory.open(job.folder())) {
      VectorIndexBuilder builder =
          new VectorIndexBuilder(
              VectorCodec.of(peer.format(workers)),
              job.metric().similarity(),
              job.threads(),
              job.bufferMegabytes());
      Vectors rows = new Shuffled(file, ORDER_SEED);
      job.task().prepare(builder, directory, rows);
      return measure(job.task(), builder, directory, rows);
    } finally {
      IOUtils.rm(job.folder());
    }
  }

  private static BuildResult measure(
      BuildTask task, VectorIndexBuilder builder, FSDirectory directory, Vectors rows)
      throws IOException {
    SpaceMeter space = new SpaceMeter(directory);
    try (HeapMeter heap = new HeapMeter()) {
      Cost cost = task.measure(builder, space, rows);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSize size = IndexSize.of(reader.numDocs(), directory);
        return new BuildResult(
            cost.wallNanos(),
            cost.cpuNanos(),
            heap.peakBytes(),
            space.writtenBytes(),
            space.temporaryPeakBytes(),
            size.vectorBytes(),
            size.rawVectorBytes());
      }
    }
  }
}
