// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom servers run as. They refuse to run as root; a build that does, as in most containers, runs
 * them as a user without a name.
 */
final class Account {

  /** Nobody, on most systems; the number need not belong to anyone. */
  private static final int UNPRIVILEGED = 65_534;

  private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

  private Account() {}

  /** {@return the command line that runs a command under the account} */
  static List<String> command(List<String> command) {
    List<String> line = new ArrayList<>();
    if (IS_ROOT) {
      line.add("setpriv");
      line.add("--reuid=" + UNPRIVILEGED);
      line.add("--regid=" + UNPRIVILEGED);
      line.add("--clear-groups");
      line.add("--");
    }
    line.addAll(command);
    return line;
  }

  /** Gives a directory and all in it to the account. */
  static void own(Path directory) throws IOException {
    if (IS_ROOT == false) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      Files.setAttribute(path, "unix:uid", UNPRIVILEGED, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", UNPRIVILEGED, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
