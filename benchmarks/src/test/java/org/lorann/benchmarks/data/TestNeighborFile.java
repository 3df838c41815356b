// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.UserError;

public class TestNeighborFile {
  private static final int[][] NEIGHBORS = {{5, 1, 2}, {7, 0, 300_000}};

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private Path write(String name, int... values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      bytes.putInt(value);
    }
    return Files.write(temporary.path().resolve(name), bytes.array());
  }

  @Test
  public void readsIvecs() throws IOException {
    Path path = write("truth.ivecs", 3, 5, 1, 2, 3, 7, 0, 300_000);
    assertArrayEquals(NEIGHBORS, NeighborFile.read(path));
  }

  @Test
  public void readsIbin() throws IOException {
    assertArrayEquals(NEIGHBORS, NeighborFile.read(write("gt.ibin", 2, 3, 5, 1, 2, 7, 0, 300_000)));
  }

  @Test
  public void ignoresDistancesAfterIbin() throws IOException {
    Path path = write("gt.ibin", 2, 3, 5, 1, 2, 7, 0, 300_000, 11, 12, 13, 14, 15, 16);
    assertArrayEquals(NEIGHBORS, NeighborFile.read(path));
  }

  @Test
  public void whatIsWrittenIsRead() throws IOException {
    Path path = temporary.path().resolve("own.ibin");
    NeighborFile.write(path, new int[][] {{9}});
    NeighborFile.write(path, NEIGHBORS);
    assertArrayEquals(NEIGHBORS, NeighborFile.read(path));
  }

  @Test
  public void refusesWhatCannotBe() throws IOException {
    assertRefused(write("cut.ibin", 2, 3, 5, 1, 2));
    assertRefused(write("huge.ibin", Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertRefused(write("uneven.ivecs", 1, 5, 2, 7));
    assertRefused(write("empty.ivecs"));
    assertRefused(write("cut.ivecs", 2, 5, 1, 2, 7));
    assertRefused(write("other.txt", 1, 1, 5));
  }

  private static void assertRefused(Path path) {
    UserError error = assertThrows(UserError.class, () -> NeighborFile.read(path));
    assertTrue(error.getMessage(), error.getMessage().startsWith(path.toString()));
  }
}
