// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;

/** Runs the commands from end to end on data so small that their figures mean nothing. */
public class TestBenchmarkCommand {
  private static final List<String> DATA =
      List.of("--set", "gaussian", "--dimensions", "12", "--docs", "1200", "--query-count", "40");
  private static final List<String> TIMING =
      List.of("--rounds", "2", "--warm-up", "1", "--slice", "1");

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  private Path work;

  @Before
  public void findFolder() {
    work = temporary.path().resolve("work");
  }

  private int run(String command, List<List<String>> options, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--work", work.toString()));
    options.forEach(arguments::addAll);
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    out.reset();
    log.reset();
    return BenchmarkCommand.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(log, true, StandardCharsets.UTF_8),
        arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  private void assertPrinted(String pattern) {
    assertTrue(pattern + " in " + out(), Pattern.compile(pattern).matcher(out()).find());
  }

  private String result(String end) throws IOException {
    try (Stream<Path> files = Files.list(work.resolve("results"))) {
      return Files.readString(
          files.filter(file -> file.toString().endsWith(end)).findFirst().orElseThrow());
    }
  }

  @Test
  public void searchComparesFormats() throws IOException {
    int code =
        run(
            "search",
            List.of(DATA, TIMING),
            "--formats",
            "lorann,hnsw,hnsw-4bit,flat,lorann/3",
            "--lowest-recall",
            "0.1",
            "--cold",
            "--threads",
            "2");
    assertEquals(log(), 0, code);
    assertPrinted("(?m)^lorann +[0-9,]+ +1.00x");
    assertPrinted("(?m)^flat +exact +1.000 ");
    assertPrinted("(?m)^lorann/3 +1,200 .* 3 ");
    assertPrinted("Throughput of 2 threads");
    assertPrinted("Cold searches");
    assertTrue(
        result("k10-searches.csv").startsWith("indexType,setting,recall,latency(ms),netCPU,"));
    assertTrue(result(".html").contains("<polyline"));
    assertTrue(result(".md").contains("- Data: gaussian-12-1200, 1,200 vectors of 12 dimensions"));
  }

  @Test
  public void indexesAreBuiltOnceUnlessDataChange() throws IOException {
    String[] formats = {"--formats", "hnsw", "--lowest-recall", "0.1"};
    assertEquals(0, run("search", List.of(DATA, TIMING), formats));
    assertTrue(log(), log().contains("building the "));
    assertEquals(0, run("search", List.of(DATA, TIMING), formats));
    assertFalse(log(), log().contains("building the "));
    assertEquals(0, run("search", List.of(DATA, TIMING), "--formats", "hnsw", "--rebuild"));
    assertTrue(log(), log().contains("building the "));
    List<String> other = List.of("--set", "gaussian", "--dimensions", "12", "--docs", "1100");
    assertEquals(0, run("search", List.of(other, TIMING), formats));
    assertTrue(log(), log().contains("building the "));
  }

  @Test
  public void externalProgramsTakePart() throws IOException {
    Path source = temporary.path().resolve("Program.java");
    Files.writeString(
        source,
        "class Program { public static void main(String[] args) {"
            + "System.out.println(\"0.97 123456 any\"); } }");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    int code =
        run(
            "search",
            List.of(DATA, TIMING),
            "--formats",
            "flat",
            "--external",
            "cpp=" + java + " " + source);
    assertEquals(log(), 0, code);
    assertPrinted("(?m)^cpp +any +0.970 ");
    assertPrinted("(?m)^cpp +123,456 ");
  }

  @Test
  public void targetsAreComparedWithWhatWasReached() throws IOException {
    assertEquals(log(), 0, run("targets", List.of(DATA, TIMING)));
    assertPrinted("(?m)^10 +0.800 ");
    assertPrinted("(?m)^100 +0.990 ");
  }

  @Test
  public void filtersAreRandomNearAndFar() throws IOException {
    assertEquals(log(), 0, run("filter", List.of(DATA, TIMING), "--formats", "lorann,flat"));
    assertPrinted("(?m)^none +100.0 % ");
    assertPrinted("(?m)^random +50.0 % ");
    assertPrinted("(?m)^near +1.0 % ");
    assertPrinted("(?m)^far +0.1 % +1.000 ");
    assertPrinted("Filters: flat, exact");
  }

  @Test
  public void growthGoesThroughSizes() throws IOException {
    List<String> data =
        List.of("--set", "gaussian-shifted", "--dimensions", "12", "--query-count", "40");
    int code =
        run("growth", List.of(data, TIMING), "--sizes", "600,1200", "--formats", "lorann,flat");
    assertEquals(log(), 0, code);
    assertPrinted("(?m)^flat +600 +[0-9.]+ +- +1.000 ");
    assertPrinted("(?m)^flat +1,200 +[0-9.]+ +[0-9.]+x +1.000 ");
  }

  @Test
  public void generationsOfMergesAreComparedWithAColdBuild() throws IOException {
    List<String> data =
        List.of("--set", "gaussian", "--dimensions", "12", "--docs", "4000", "--query-count", "40");
    int code = run("merge", List.of(data), "--generations", "4");
    assertEquals(log(), 0, code);
    assertPrinted("(?m)^ *4 +2,000 +500 +[0-9.]+ +[0-9.]+ +[0-9.]+ %");
    assertPrinted("(?m)^ *64 +[0-9,]+ +(1.000|0.9[0-9]+) +(1.000|0.9[0-9]+)$");
    assertFailure("too few for 20 generations", "merge", "--set", "gaussian", "--docs", "30");
  }

  @Test
  public void buildsRunInTheirOwnProcess() throws IOException {
    int code =
        run("build", List.of(DATA), "--formats", "lorann,flat", "--tasks", "cold,merge_small");
    assertEquals(log(), 0, code);
    assertPrinted("(?m)^add, flush, merge into one segment +lorann +1,200 .* 1.00x .* 100.0 %");
    assertPrinted("(?m)^merge 1 % into the rest +flat +1,200 ");
  }

  @Test
  public void aHeapThatIsTooSmallIsToldNotHidden() throws IOException {
    int code = run("build", List.of(DATA), "--formats", "flat", "--tasks", "cold", "--heap", "3m");
    assertEquals(log(), 0, code);
    assertPrinted("(?m)^add, flush, merge into one segment: failed +flat +1,200 +- ");
    assertTrue(log(), log().contains("failed"));
    assertFalse("files of the JVM that ended", Files.exists(work.resolve("scratch")));
  }

  @Test
  public void kernelsAreTimedNextToTheMachine() throws IOException {
    int code =
        run(
            "kernels",
            List.of(),
            "--benchmarks",
            "Selection",
            "--forks",
            "0",
            "--iterations",
            "1",
            "--millis",
            "20");
    assertEquals(log(), 0, code);
    assertPrinted("(?m)^bytes read, memory +[0-9]");
    assertPrinted("(?m)^multiply-adds of floats +[0-9]");
    assertPrinted("(?m)^argMax +cache +[0-9,]+\\.[0-9] ");
  }

  @Test
  public void formatsAreListed() {
    assertEquals(0, execute("formats"));
    assertPrinted("(?m)^hnsw-8bit +Lucene's HNSW");
  }

  @Test
  public void wrongArgumentsAreSaidInOneLine() {
    assertUsage("say which command");
    assertUsage("Unknown option", "search", "--sett", "x");
    assertUsage("between|Invalid value", "search", "--metric", "cubic");
    assertFailure("there is no nowhere.hdf5", "targets", "--set", "nowhere.hdf5");
    assertFailure("no format \"hsnw\"", "search", "--set", "gaussian", "--formats", "hsnw");
    assertFailure(
        "no size of a heap", "build", "--formats", "flat", "--set", "gaussian", "--heap", "x");
    assertUsage("-k must be from 1 to 100", inWork("filter", "--set", "gaussian", "-k", "101"));
    assertUsage("Unknown options: '-k'", "targets", "--set", "gaussian", "-k", "10");
    assertUsage("'--rounds'.*\"0\" is no whole number", "targets", "--rounds", "0");
    assertUsage("'--docs'.*at least 1", "search", "--docs", "many");
    assertUsage("'--sizes'.*at least 1", "growth", "--sizes", "1000,-1");
    assertUsage("'--clients'.*at least 1", "http", "--clients", "0");
    assertUsage("'--generations'.*at least 1", "merge", "--generations", "0");
    assertFailure("no unpacked Elasticsearch", "search", "--set", "gaussian", "--native", "x");
  }

  private void assertUsage(String pattern, String... arguments) {
    assertEquals(log(), 2, execute(arguments));
    assertLogged(pattern);
  }

  private void assertFailure(String pattern, String... arguments) {
    assertEquals(log(), 1, execute(inWork(arguments)));
    assertLogged(pattern);
  }

  private String[] inWork(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--work", work.toString()));
    return all.toArray(String[]::new);
  }

  private void assertLogged(String pattern) {
    assertTrue(log(), Pattern.compile("benchmark: .*" + pattern).matcher(log()).find());
  }
}
