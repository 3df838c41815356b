// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.Test;
import org.lorann.benchmarks.console.UserError;

public class TestParallel {

  @Test
  public void everyWorkerHasANumberOfItsOwn() throws IOException {
    Set<Integer> seen = new ConcurrentSkipListSet<>();
    Parallel.run(5, seen::add);
    assertEquals(Set.of(0, 1, 2, 3, 4), seen);
  }

  @Test
  public void whatIsSaidToPeopleComesThroughAsItIs() {
    UserError error = new UserError("cut short");
    assertSame(error, assertThrows(UserError.class, () -> run(error)));
  }

  @Test
  public void otherFailuresComeThroughToo() {
    IOException failure = new IOException("no disk");
    assertSame(failure, assertThrows(IOException.class, () -> run(failure)));
    NullPointerException bug = new NullPointerException();
    assertSame(bug, assertThrows(IllegalStateException.class, () -> run(bug)).getCause());
  }

  private static void run(Exception failure) throws IOException {
    Parallel.run(
        2,
        worker -> {
          if (failure instanceof IOException e) {
            throw e;
          }
          throw (RuntimeException) failure;
        });
  }
}
