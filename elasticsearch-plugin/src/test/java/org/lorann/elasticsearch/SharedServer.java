// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import org.lorann.host.testkit.Host;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Installation;
import org.lorann.host.testkit.Node;

/**
 * A server with the plugin, started once for all tests that do not mind who else uses it. Each test
 * has indices of its own names.
 */
final class SharedServer {

  private static Installation installation;
  private static Node node;

  private SharedServer() {}

  /** {@return an unpacked server in which the plugin is installed} */
  static synchronized Installation installation() throws IOException {
    if (installation == null) {
      Installation unpacked = Installation.unpack(Host.ELASTICSEARCH, HostTestCase.distribution());
      unpacked.installPlugin(HostTestCase.plugin());
      installation = unpacked;
    }
    return installation;
  }

  /** {@return a node that runs} */
  static synchronized Node node() throws IOException {
    if (node == null) {
      node = Node.builder(installation()).name("shared").build().start();
    }
    return node;
  }
}
