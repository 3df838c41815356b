// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import java.util.Locale;
import org.lorann.benchmarks.peer.Peer;
import org.lorann.benchmarks.peer.Peers;
import picocli.CommandLine.Command;

/** Lists what can be compared. */
@Command(name = "formats", description = "Lists the formats that can be compared.")
final class FormatsCommand implements Runnable {
  private final Output output;

  FormatsCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    for (Peer peer : new Peers().all()) {
      output.out().printf(Locale.ROOT, "%-15s %s%n", peer.name(), peer.description());
    }
  }
}
