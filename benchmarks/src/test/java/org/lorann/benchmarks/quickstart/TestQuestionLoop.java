// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class TestQuestionLoop {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();

  private void run(String input, boolean prompt) throws IOException {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    new QuestionLoop(new BufferedReader(new StringReader(input)), out, prompt).run(asked::add);
  }

  @Test
  public void readsUntilTheEnd() throws IOException {
    run("one\n two \nthree", false);
    assertEquals(List.of("one", "two", "three"), asked);
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  public void anEmptyLineEnds() throws IOException {
    run("one\n\ntwo\n", false);
    assertEquals(List.of("one"), asked);
  }

  @Test
  public void promptsForEachQuestion() throws IOException {
    run("one\n\n", true);
    assertEquals(2, printed.toString(StandardCharsets.UTF_8).split("> ", -1).length - 1);
  }
}
