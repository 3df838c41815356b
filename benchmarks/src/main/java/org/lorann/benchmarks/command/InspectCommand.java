// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.lorann.benchmarks.inspect.SegmentReport;
import org.lorann.benchmarks.peer.Elasticsearch;
import org.lorann.lucene.LorannSegmentInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the facts of every segment of an index. */
@Command(
    name = "inspect",
    description =
        "Prints what each segment of an index knows about its vector fields in the LoRANN format:"
            + " clusters, projection, codes, bytes, build times and calibration.")
final class InspectCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder of a Lucene index.")
  private Path folder;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "Print this field only; all by default.")
  private String field;

  @Option(
      names = "--calibration",
      description = "Print the whole calibration, not only what the target recall takes.")
  private boolean calibration;

  @Spec private CommandSpec spec;

  private final Output output;

  InspectCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    Elasticsearch.prepare();
    // Opening a directory would create it.
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(spec.commandLine(), folder + " is not a folder");
    }
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      print(reader);
    } catch (IndexNotFoundException e) {
      throw new ParameterException(spec.commandLine(), folder + " has no Lucene index", e);
    }
    return CommandLine.ExitCode.OK;
  }

  private void print(DirectoryReader reader) throws IOException {
    SegmentReport report = new SegmentReport(calibration);
    int fields = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      for (LorannSegmentInfo info : LorannSegmentInfo.of(leaf.reader())) {
        if (field == null || field.equals(info.field())) {
          output.out().print(report.text(leaf.reader(), info));
          fields++;
        }
      }
    }
    if (fields == 0) {
      String what = field == null ? "vector field" : "field \"" + field + "\"";
      output.out().println("no " + what + " in the LoRANN format");
    }
  }
}
