// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.lorann.benchmarks.console.AtLeastOne;
import org.lorann.benchmarks.data.DataSet;
import org.lorann.benchmarks.data.DataSets;
import org.lorann.benchmarks.http.HttpBenchmark;
import org.lorann.benchmarks.http.HttpContender;
import org.lorann.benchmarks.http.Server;
import org.lorann.benchmarks.http.ServerKind;
import org.lorann.benchmarks.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a server with the plugin, as its users do. */
@Command(
    name = "http",
    description = {
      "Measures indexing and searches over HTTP, in a server that runs and has a plugin.",
      "It makes indexes of its own there, benchmark-*, and deletes them in the end."
    })
final class HttpCommand extends DataCommand {
  @Mixin private NeighborOption neighbors = new NeighborOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://localhost:9200",
      description = "Where the server listens, without security; ${DEFAULT-VALUE} by default.")
  private URI url;

  @Option(
      names = "--server",
      paramLabel = "KIND",
      defaultValue = "elasticsearch",
      description = {
        "What listens there: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.",
        "The first two need our plugin, the last one k-NN."
      })
  private ServerKind kind;

  @Option(
      names = "--clients",
      paramLabel = "N",
      split = ",",
      converter = AtLeastOne.class,
      defaultValue = "1,4",
      description = "Numbers of clients that search at the same time; ${DEFAULT-VALUE} by default.")
  private List<Integer> clients;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "5",
      description =
          "Rounds of searches that count, after as many that do not; ${DEFAULT-VALUE} by default.")
  private int rounds;

  @Option(
      names = "--slice",
      paramLabel = "MS",
      converter = AtLeastOne.class,
      defaultValue = "500",
      description =
          "Milliseconds for each search and number of clients in a round; ${DEFAULT-VALUE} by"
              + " default.")
  private int slice;

  HttpCommand(Output output) {
    super(output);
  }

  @Override
  void run(DataSets dataSets) throws IOException {
    int k = neighbors.k();
    DataSet data = dataSets.open(data());
    Report report = report("Searches over HTTP for " + k + ", " + kind, data);
    try (Server server = new Server(url);
        HttpBenchmark benchmark = new HttpBenchmark(data, k, progress(), log())) {
      for (HttpContender contender : kind.contenders()) {
        benchmark.add(server, contender);
      }
      benchmark.run(clients, rounds, rounds, Duration.ofMillis(slice), report);
    }
    write(report, "http-" + kind + "-" + data.name() + "-k" + k);
  }
}
