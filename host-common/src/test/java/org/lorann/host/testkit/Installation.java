// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An unpacked server with its plugins. Any number of nodes may run from it. */
public final class Installation implements AutoCloseable {

  private final Host host;
  private final TemporaryDirectory directory;

  private Installation(Host host, TemporaryDirectory directory) {
    this.host = host;
    this.directory = directory;
  }

  /**
   * Unpacks a distribution.
   *
   * @param host whose it is
   * @param distribution the zip as published, with a single directory on top
   * @return the installation, without plugins
   * @throws IOException if it cannot be unpacked
   */
  public static Installation unpack(Host host, Path distribution) throws IOException {
    TemporaryDirectory directory = new TemporaryDirectory(host.command() + "-");
    Path home = directory.path();
    try (ZipFile zip = new ZipFile(distribution.toString())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        unpack(zip, entries.nextElement(), home);
      }
    }
    Files.createDirectories(temporary(home));
    Account.own(home);
    return new Installation(host, directory);
  }

  /** What the server's tools leave behind is deleted with the rest. */
  private static Path temporary(Path home) {
    return home.resolve("tmp");
  }

  private static void unpack(ZipFile zip, ZipEntry entry, Path home) throws IOException {
    String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
    Path path = home.resolve(name);
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, path);
    }
    if (name.startsWith("bin/")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** {@return the product} */
  public Host host() {
    return host;
  }

  /** {@return the directory that users call the home of the server} */
  public Path home() {
    return directory.path();
  }

  /**
   * Installs a plugin with the server's own tool.
   *
   * @param zip the plugin
   * @return what the tool printed
   * @throws IOException if the tool cannot be run
   * @throws AssertionError if it reports a failure
   */
  public String installPlugin(Path zip) throws IOException {
    return plugin("install", "--batch", zip.toUri().toString());
  }

  /**
   * Removes a plugin with the server's own tool.
   *
   * @param name the plugin's name
   * @return what the tool printed
   * @throws IOException if the tool cannot be run
   * @throws AssertionError if it reports a failure
   */
  public String removePlugin(String name) throws IOException {
    return plugin("remove", name);
  }

  private String plugin(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home().resolve("bin").resolve(host.pluginCommand()).toString());
    command.addAll(List.of(arguments));
    Process process = process(command, Map.of()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output;
    try (InputStream in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Waiting.until("the end of " + command, () -> process.isAlive() == false);
    if (process.exitValue() != 0) {
      throw new AssertionError(command + " failed:\n" + output);
    }
    return output;
  }

  /** A process of the servers' account, with the JDK of the tests and nothing else of theirs. */
  ProcessBuilder process(List<String> command, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(Account.command(command));
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    environment.put("PATH", path);
    environment.put("HOME", home().toString());
    environment.put(host.variable("JAVA_HOME"), System.getProperty("java.home"));
    environment.put(host.variable("TMPDIR"), temporary(home()).toString());
    environment.put("CLI_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary(home()));
    environment.putAll(variables);
    return builder;
  }

  /** Deletes it. No node may be running from it. */
  @Override
  public void close() throws IOException {
    directory.close();
  }
}
