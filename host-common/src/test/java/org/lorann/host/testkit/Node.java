// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A node of a server, in a process of its own. Its configuration, data and logs lie outside of the
 * installation: it can be stopped and started again, from another installation too.
 */
public final class Node implements AutoCloseable {

  /** Starts fast. The compiler that is left out is what Lucene's and our SIMD code needs. */
  private static final String QUICK_START = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1";

  private static final int LINES_OF_LOG = 60;

  private final String name;
  private final TemporaryDirectory directory;
  private final Map<String, String> settings;
  private final String jvmOptions;
  private final Node seed;

  private Installation installation;
  private Process process;
  private Rest rest;

  private Node(Builder builder) throws IOException {
    this.name = builder.name;
    this.settings = builder.settings;
    this.jvmOptions = builder.jvmOptions;
    this.seed = builder.seed;
    this.installation = builder.installation;
    this.directory = new TemporaryDirectory(name + "-");
    Leftovers.add(this);
    for (Path path : List.of(configuration(), data(), logs(), temporary(), snapshots())) {
      Files.createDirectories(path);
    }
  }

  /**
   * {@return a builder of a node, which founds a cluster of its own unless told otherwise}
   *
   * @param installation where it runs from
   */
  public static Builder builder(Installation installation) {
    return new Builder(installation);
  }

  /** What a node is to be like. */
  public static final class Builder {

    private final Installation installation;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String name = "node-0";
    private String jvmOptions = QUICK_START;
    private Node seed;

    private Builder(Installation installation) {
      this.installation = installation;
    }

    /**
     * Sets the node's name.
     *
     * @param value {@code node-0} by default
     * @return this builder
     */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /**
     * Sets options of the JVM, instead of those that make a small server which starts fast but
     * without SIMD.
     *
     * @param value options, separated by spaces
     * @return this builder
     */
    public Builder jvmOptions(String value) {
      jvmOptions = value;
      return this;
    }

    /**
     * Adds a setting of the node.
     *
     * @param key the setting
     * @param value its value, as in the configuration file
     * @return this builder
     */
    public Builder setting(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /**
     * Makes the node a member of another node's cluster. It shares that node's snapshots, too.
     *
     * @param node a node that runs whenever this one starts
     * @return this builder
     */
    public Builder joins(Node node) {
      seed = node;
      return this;
    }

    /**
     * {@return the node, not yet started}
     *
     * @throws IOException if its directories cannot be made
     */
    public Node build() throws IOException {
      return new Node(this);
    }
  }

  /**
   * Starts it and waits until it answers.
   *
   * @return this node
   * @throws IOException if its files cannot be written
   * @throws AssertionError if it does not start; the message ends with its log
   */
  public Node start() throws IOException {
    Files.deleteIfExists(portsFile("http"));
    Files.deleteIfExists(portsFile("transport"));
    configure();
    Account.own(directory.path());
    process =
        installation
            .process(command(), variables())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
            .start();
    process.getOutputStream().close();
    Waiting.until("the start of " + name, () -> isListening() || failed());
    rest = new Rest(URI.create("http://" + address("http")));
    Waiting.until("the first answer of " + name, () -> hasJoined() || failed());
    return this;
  }

  private List<String> command() {
    return List.of(
        installation.home().resolve("bin").resolve(installation.host().command()).toString(),
        "-p",
        pidFile().toString());
  }

  private Map<String, String> variables() {
    Host host = installation.host();
    return Map.of(
        host.variable("PATH_CONF"), configuration().toString(),
        host.variable("TMPDIR"), temporary().toString(),
        host.variable("JAVA_OPTS"), jvmOptions);
  }

  private void configure() throws IOException {
    Host host = installation.host();
    Path defaults = installation.home().resolve("config");
    for (String file : List.of("jvm.options", "log4j2.properties")) {
      Files.write(configuration().resolve(file), Files.readAllBytes(defaults.resolve(file)));
    }
    Files.createDirectories(configuration().resolve("jvm.options.d"));
    Files.write(
        configuration().resolve("unicast_hosts.txt"),
        seed == null ? List.of() : List.of(seed.address("transport")));
    List<String> lines = new ArrayList<>();
    allSettings(host).forEach((key, value) -> lines.add(key + ": " + value));
    Files.write(configuration().resolve(host.command() + ".yml"), lines);
  }

  private Map<String, String> allSettings(Host host) {
    Map<String, String> all = new TreeMap<>(host.settings());
    all.put("cluster.name", "lorann-tests");
    all.put("node.name", name);
    all.put("path.data", data().toString());
    all.put("path.logs", logs().toString());
    all.put("path.repo", snapshots().toString());
    all.put("network.host", "127.0.0.1");
    all.put("http.port", "0");
    all.put("transport.port", "0");
    all.put("node.portsfile", "true");
    all.put("discovery.seed_providers", "file");
    all.put("discovery.seed_hosts", "[]");
    all.put("cluster.routing.allocation.disk.threshold_enabled", "false");
    if (seed == null) {
      all.put(host.bootstrapSetting(), "[" + name + "]");
    }
    all.putAll(settings);
    return all;
  }

  private boolean isListening() {
    return Files.exists(portsFile("http")) && Files.exists(portsFile("transport"));
  }

  /** Both products answer this, whatever modules they have. */
  private boolean hasJoined() throws IOException {
    return rest.isAnswering("/_cluster/health");
  }

  private boolean failed() throws IOException {
    if (process.isAlive()) {
      return false;
    }
    throw new AssertionError(name + " did not start:\n" + String.join("\n", lastLines()));
  }

  private List<String> lastLines() throws IOException {
    List<String> lines = Files.readAllLines(console(), StandardCharsets.UTF_8);
    return lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
  }

  /** {@return the first address in a file of ports, such as {@code 127.0.0.1:34567}} */
  private String address(String kind) throws IOException {
    return Files.readAllLines(portsFile(kind), StandardCharsets.UTF_8).get(0);
  }

  /** {@return the way to talk to it while it runs} */
  public Rest rest() {
    return rest;
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return where its indexes are} */
  public Path data() {
    return directory.path().resolve("data");
  }

  /** {@return the only directory that it accepts for snapshots} */
  public Path snapshots() {
    return seed == null ? directory.path().resolve("snapshots") : seed.snapshots();
  }

  /**
   * {@return all that it has logged since it was built}
   *
   * @throws IOException if that cannot be read
   */
  public String log() throws IOException {
    return Files.readString(console(), StandardCharsets.UTF_8);
  }

  /**
   * Lists the files of indexes.
   *
   * @param suffix how their names end
   * @return their paths
   * @throws IOException if its data cannot be listed
   */
  public List<Path> files(String suffix) throws IOException {
    try (Stream<Path> walk = Files.walk(data())) {
      return walk.filter(path -> path.getFileName().toString().endsWith(suffix)).toList();
    }
  }

  /**
   * Lists the files of indexes that its process reads by way of the page cache. Linux only.
   *
   * @param suffix how their names end
   * @return their paths
   * @throws IOException if the process cannot be looked into
   */
  public List<String> mappedFiles(String suffix) throws IOException {
    Path maps = Path.of("/proc", Files.readString(pidFile()).strip(), "maps");
    return Files.readAllLines(maps, StandardCharsets.UTF_8).stream()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .filter(path -> path.startsWith(data().toString()) && path.endsWith(suffix))
        .distinct()
        .toList();
  }

  /** {@return whether its process is alive} */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * Stops it as an operator does.
   *
   * @throws IOException if its process number cannot be read
   */
  public void stop() throws IOException {
    server().ifPresent(ProcessHandle::destroy);
    awaitEnd();
  }

  /**
   * Kills it on the spot, as a loss of power does.
   *
   * @throws IOException if its process number cannot be read
   */
  public void kill() throws IOException {
    server().ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  private void awaitEnd() throws IOException {
    if (process != null) {
      Waiting.until("the end of " + name, () -> process.isAlive() == false);
      rest.close();
    }
  }

  /** The server itself, which is not always the process that was started. */
  private Optional<ProcessHandle> server() throws IOException {
    if (isAlive() == false) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()));
  }

  /**
   * Makes the next start use another installation.
   *
   * @param other an installation of the same server
   */
  public void use(Installation other) {
    installation = other;
  }

  /** Ends its process, whatever its state, and deletes its directories. */
  @Override
  public void close() throws IOException {
    destroy();
    directory.close();
    Leftovers.remove(this);
  }

  private void destroy() {
    if (isAlive() == false) {
      return;
    }
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      Waiting.until("the end of " + name, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path configuration() {
    return directory.path().resolve("config");
  }

  private Path logs() {
    return directory.path().resolve("logs");
  }

  private Path temporary() {
    return directory.path().resolve("tmp");
  }

  private Path console() {
    return logs().resolve("console.txt");
  }

  private Path pidFile() {
    return directory.path().resolve("pid");
  }

  private Path portsFile(String kind) {
    return logs().resolve(kind + ".ports");
  }
}
