// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.FieldFixture;

public class TestStagings extends LuceneTestCase {

  public void testAllFilesAreDeleted() throws IOException {
    try (Directory directory = newDirectory()) {
      try (Stagings files = new Stagings(FieldFixture.state(directory))) {
        int count = random().nextInt(1, 6);
        for (int i = 0; i < count; i++) {
          Staging file = files.create("test");
          file.out().writeInt(i);
          if (random().nextBoolean()) {
            assertEquals(i, file.in().clone().readInt());
          }
        }
        assertEquals(count, temporaryFiles(directory));
      }
      assertEquals(0, temporaryFiles(directory));
    }
  }

  public void testAllFilesAreDeletedIfOneCannotBe() throws IOException {
    boolean[] refuse = {false};
    try (Directory directory =
        new FilterDirectory(new ByteBuffersDirectory()) {
          @Override
          public void deleteFile(String name) throws IOException {
            super.deleteFile(name);
            if (refuse[0]) {
              refuse[0] = false;
              throw new IOException("refused");
            }
          }
        }) {
      Stagings files = new Stagings(FieldFixture.state(directory));
      files.create("one");
      files.create("two");
      refuse[0] = true;
      IOException e = expectThrows(IOException.class, files::close);
      assertEquals("refused", e.getMessage());
      assertEquals(0, temporaryFiles(directory));
    }
  }

  private static long temporaryFiles(Directory directory) throws IOException {
    return Arrays.stream(directory.listAll()).filter(name -> name.endsWith(".tmp")).count();
  }
}
