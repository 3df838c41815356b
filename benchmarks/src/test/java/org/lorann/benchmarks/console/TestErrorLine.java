// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.store.LockObtainFailedException;
import org.junit.Test;

public class TestErrorLine {

  @Test
  public void filesAreNamedWithWhatIsWrong() {
    assertEquals("there is no x.fbin", ErrorLine.of(new NoSuchFileException("x.fbin")));
    assertEquals("no permission to read or write x", ErrorLine.of(new AccessDeniedException("x")));
    assertEquals(
        "x is in the way: it is not a folder", ErrorLine.of(new FileAlreadyExistsException("x")));
    assertEquals("cannot use x", ErrorLine.of(new FileSystemException("x")));
    assertEquals(
        "x: No space left on device",
        ErrorLine.of(new FileSystemException("x", null, "No space left on device")));
  }

  @Test
  public void ofLongMessagesTheFirstLineIsEnough() {
    assertEquals("first", ErrorLine.of(new IOException("first\nsecond")));
  }

  @Test
  public void whatHasNoMessageTellsItsKind() {
    assertEquals("java.io.IOException", ErrorLine.of(new IOException()));
  }

  @Test
  public void wrappersAreLookedInto() {
    IOException cause = new NoSuchFileException("x");
    assertEquals("there is no x", ErrorLine.of(new UncheckedIOException(cause)));
  }

  @Test
  public void anotherRunIsTold() {
    assertEquals(
        "another run is building an index in this folder",
        ErrorLine.of(new LockObtainFailedException("write.lock")));
  }
}
