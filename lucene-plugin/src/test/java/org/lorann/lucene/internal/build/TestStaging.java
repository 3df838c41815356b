// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.FieldFixture;

public class TestStaging extends LuceneTestCase {

  private Directory directory;
  private String[] filesBefore;
  private byte[] bytes;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    directory = newDirectory();
    // The test framework may have put files there.
    filesBefore = directory.listAll();
    bytes = new byte[randomIntBetween(0, 1000)];
    random().nextBytes(bytes);
  }

  @Override
  public void tearDown() throws Exception {
    // The test directory would also complain about files left open.
    directory.close();
    super.tearDown();
  }

  private static Staging staging(Directory directory) throws IOException {
    return new Staging(FieldFixture.state(directory), "test");
  }

  private void assertNoFilesLeft() throws IOException {
    assertArrayEquals(filesBefore, directory.listAll());
  }

  public void testWhatWasWrittenCanBeRead() throws IOException {
    try (Staging staging = staging(directory)) {
      staging.out().writeBytes(bytes, bytes.length);
      byte[] read = new byte[bytes.length];
      staging.in().readBytes(read, 0, read.length);
      assertArrayEquals(bytes, read);
    }
    assertNoFilesLeft();
  }

  public void testFileIsDeletedWhenNothingWasRead() throws IOException {
    try (Staging staging = staging(directory)) {
      staging.out().writeBytes(bytes, bytes.length);
    }
    assertNoFilesLeft();
  }

  public void testFileIsDeletedWhenTheWorkFails() throws IOException {
    boolean read = random().nextBoolean();
    IOException failure = new IOException("on purpose");
    IOException thrown =
        expectThrows(
            IOException.class,
            () -> {
              try (Staging staging = staging(directory)) {
                staging.out().writeBytes(bytes, bytes.length);
                if (read) {
                  staging.in();
                }
                throw failure;
              }
            });
    assertSame(failure, thrown);
    assertNoFilesLeft();
  }

  public void testFileIsDeletedWhenItCannotBeOpened() throws IOException {
    Directory broken =
        new FilterDirectory(directory) {
          @Override
          public IndexInput openInput(String name, IOContext context) throws IOException {
            throw new IOException("on purpose");
          }
        };
    expectThrows(
        IOException.class,
        () -> {
          try (Staging staging = staging(broken)) {
            staging.in();
          }
        });
    assertNoFilesLeft();
  }

  public void testFileIsDeletedWhenClosingItFails() throws IOException {
    Directory broken =
        new FilterDirectory(directory) {
          @Override
          public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
              throws IOException {
            return new FailingOutput(super.createTempOutput(prefix, suffix, context));
          }
        };
    expectThrows(IOException.class, () -> staging(broken).close());
    assertNoFilesLeft();
  }

  /** Closes the file and reports that it did not. */
  private static final class FailingOutput extends FilterIndexOutput {
    FailingOutput(IndexOutput out) {
      super("failing", out.getName(), out);
    }

    @Override
    public void close() throws IOException {
      super.close();
      throw new IOException("on purpose");
    }
  }
}
