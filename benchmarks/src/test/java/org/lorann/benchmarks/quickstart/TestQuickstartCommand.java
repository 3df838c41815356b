// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TestQuickstartCommand {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

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
  public void aCacheFolderThatIsAFileIsExplainedInOneLine() throws IOException {
    Path file = folder.newFile().toPath();
    assertEquals(1, execute("--cache", file.toString()));
    assertOneLine(file.toString());
  }

  @Test
  public void aCacheFolderThatCannotBeMadeIsExplainedInOneLine() throws IOException {
    Path below = folder.newFile().toPath().resolve("below");
    assertEquals(1, execute("--cache", below.toString()));
    assertOneLine(below.getParent().toString());
  }
}
