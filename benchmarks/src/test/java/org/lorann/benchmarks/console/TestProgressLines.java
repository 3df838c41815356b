// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class TestProgressLines {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private long now;

  private ProgressLines start(long done, long total) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new ProgressLines(out, "task", done, total, () -> now);
  }

  private void passSeconds(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  public void printsNowAndThen() {
    ProgressLines progress = start(0, 10_000);
    passSeconds(1);
    progress.advance(500);
    assertEquals(List.of(), lines());
    passSeconds(9);
    progress.advance(500);
    assertEquals(List.of("task: 1,000 of 10,000, 100/s, 1:30 left"), lines());
  }

  @Test
  public void whatWasThereBeforeDoesNotRaiseTheRate() {
    ProgressLines progress = start(9_000, 10_000);
    passSeconds(10);
    progress.advance(500);
    assertEquals(List.of("task: 9,500 of 10,000, 50/s, 0:10 left"), lines());
  }

  @Test
  public void endsWithTheTotal() {
    try (ProgressLines progress = start(0, 10)) {
      passSeconds(5);
      progress.advance(10);
    }
    assertEquals(List.of("task: 10 of 10, 2/s, nothing left"), lines());
  }
}
