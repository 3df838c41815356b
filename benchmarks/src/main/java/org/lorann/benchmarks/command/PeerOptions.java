// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.nio.file.Path;
import java.util.List;
import org.lorann.benchmarks.peer.Elasticsearch;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Peers;
import picocli.CommandLine.Option;

/** The options that say which formats are measured. */
final class PeerOptions {

  @Option(
      names = "--formats",
      paramLabel = "NAME[,NAME...]",
      description = {
        "What to measure, the first with the others; NAME/N is the format with its index in N"
            + " segments. The command formats lists the names. ${DEFAULT-VALUE} by default."
      })
  private String formats;

  @Option(
      names = "--native",
      paramLabel = "DIR",
      description =
          "An unpacked Elasticsearch 9.5.3: DiskBBQ then uses the native code that is in it.")
  private Path elasticsearch;

  /** Measures these formats, unless others are named. */
  PeerOptions(String usual) {
    formats = usual;
  }

  /** The formats, in the order they were named in; those that have native code may use it. */
  List<Peer> peers() {
    if (elasticsearch != null) {
      Elasticsearch.useNativeLibraries(elasticsearch);
    }
    return new Peers().named(List.of(formats.split(",")));
  }
}
