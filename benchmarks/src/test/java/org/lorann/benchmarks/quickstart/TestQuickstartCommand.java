// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class TestQuickstartCommand {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  private Path file;

  @Before
  public void makeFile() throws IOException {
    file = Files.createTempFile("quickstart", ".txt");
  }

  @After
  public void removeFile() throws IOException {
    Files.delete(file);
  }

  private int execute(String... args) {
    return new QuickstartCommand(stream(printed), stream(logged)).execute(args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private void assertRefused(String reason, String... args) {
    logged.reset();
    assertEquals(2, execute(args));
    assertOneLine(reason);
  }

  private void assertOneLine(String part) {
    String log = logged.toString(StandardCharsets.UTF_8);
    assertEquals(log, 1, log.lines().count());
    assertTrue(log, log.startsWith("quickstart: "));
    assertTrue(log, log.contains(part));
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  public void wrongArgumentsAreExplainedInOneLine() {
    assertRefused("--unknown", "--unknown");
    assertRefused("-k", "-k", "0");
    assertRefused("-k", "-k", "101");
    assertRefused("-k", "-k", "many");
    assertRefused("--threads", "--threads", "0");
    assertRefused("--docs", "--docs", "9");
    assertRefused("--docs", "--docs");
    assertRefused("--docs", "--synthetic", "--docs", "1000");
    assertRefused("question", "--synthetic", "a question");
    assertRefused("question", " ");
    assertRefused("--progress", "--progress", "music");
  }

  @Test
  public void aCacheFolderThatIsAFileIsExplainedInOneLine() {
    assertEquals(1, execute("--cache", file.toString()));
    assertOneLine(file.toString());
  }

  @Test
  public void aCacheFolderThatCannotBeMadeIsExplainedInOneLine() {
    assertEquals(1, execute("--cache", file.resolve("below").toString()));
    assertOneLine(file.toString());
  }
}
