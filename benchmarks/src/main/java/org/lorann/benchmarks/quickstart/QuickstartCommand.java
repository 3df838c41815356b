// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.lorann.benchmarks.console.Failures;
import org.lorann.benchmarks.console.Progress;
import org.lorann.benchmarks.console.VersionText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the quickstart. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    sortOptions = false,
    description = {
      "Embeds the definitions of WordNet 3.1, indexes them with LoRANN and with Lucene's HNSW,"
          + " compares the two and answers questions.",
      "Without a question it compares, then asks for questions. With one it answers at once if the"
          + " index is there from an earlier run."
    })
public final class QuickstartCommand implements Callable<Integer> {
  private static final int MAX_K = 100;
  private static final int FAST_DOCS = 8192;

  /** Lucene's messages about its SIMD code would stand between the results. */
  private static final Logger LUCENE_LOGGER = Logger.getLogger("org.apache.lucene");

  @Parameters(
      paramLabel = "QUESTION",
      arity = "0..*",
      description = "What to look for, each in quotes; read from standard input if none is given.")
  private List<String> questions = List.of();

  @Option(
      names = "--synthetic",
      description = "Compare with exact search on made-up clusters instead of WordNet.")
  private boolean synthetic;

  @Option(
      names = "--fast",
      description = "Take less data and time: under 30 seconds once everything is built.")
  private boolean fast;

  @Option(
      names = "--docs",
      paramLabel = "N",
      description = "Index only N definitions, drawn at random; all by default.")
  private Integer docs;

  @Option(
      names = "-k",
      paramLabel = "K",
      defaultValue = "10",
      description = "Neighbours per query, 1 to " + MAX_K + "; ${DEFAULT-VALUE} by default.")
  private int k;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for embedding and indexing; one per processor by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Draws the queries and the made-up data; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${sys:quickstart.cache:-.quickstart}",
      description = "Where embeddings and indexes are kept; ${DEFAULT-VALUE} by default.")
  private Path cache;

  @Option(names = "--rebuild", description = "Build the indexes again even if they are there.")
  private boolean rebuild;

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      defaultValue = "${sys:quickstart.progress:-lines}",
      description = "How to show progress, bar or lines; a bar if standard error is a terminal.")
  private Progress.Style progress;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  private boolean debug;

  @Spec private CommandSpec spec;

  private final PrintStream out;
  private final PrintStream log;

  QuickstartCommand(PrintStream out, PrintStream log) {
    this.out = out;
    this.log = log;
  }

  /** Runs the quickstart and exits with 0, with 1 after a failure or with 2 for wrong arguments. */
  public static void main(String[] args) {
    LUCENE_LOGGER.setLevel(Level.WARNING);
    System.exit(new QuickstartCommand(System.out, System.err).execute(args));
  }

  int execute(String... args) {
    CommandLine line = new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true);
    return new Failures("quickstart", log, () -> debug).reportedBy(line).execute(args);
  }

  @Override
  public Integer call() throws IOException {
    checkArguments();
    Files.createDirectories(cache);
    if (synthetic) {
      new SyntheticQuickstart(settings(), out, log).run();
    } else {
      searchWordNet();
    }
    return CommandLine.ExitCode.OK;
  }

  private void checkArguments() {
    require(k >= 1 && k <= MAX_K, "-k must be from 1 to " + MAX_K);
    require(threads >= 1, "--threads must be at least 1");
    require(docs == null || docs >= k, "--docs must be at least -k, which is " + k);
    require(!synthetic || docs == null, "--synthetic has its own sizes: leave out --docs");
    require(!synthetic || questions.isEmpty(), "--synthetic answers no questions");
    require(questions.stream().noneMatch(String::isBlank), "a question is empty");
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private Settings settings() {
    int count = docs != null ? docs : fast ? FAST_DOCS : Integer.MAX_VALUE;
    return new Settings(cache, count, k, seed, threads, fast, rebuild, progress);
  }

  private void searchWordNet() throws IOException {
    try (WordNetQuickstart wordNet = new WordNetQuickstart(settings(), out, log)) {
      if (questions.isEmpty() || wordNet.hasNewIndex()) {
        wordNet.compare();
      }
      Answers answers = wordNet.answers();
      for (String question : questions) {
        answers.print(question);
      }
      if (questions.isEmpty()) {
        questionLoop().run(answers::print);
      }
    }
  }

  private QuestionLoop questionLoop() {
    Charset charset = Charset.forName(System.getProperty("stdin.encoding", "UTF-8"));
    return new QuestionLoop(
        new BufferedReader(new InputStreamReader(System.in, charset)),
        out,
        System.console() != null);
  }
}
