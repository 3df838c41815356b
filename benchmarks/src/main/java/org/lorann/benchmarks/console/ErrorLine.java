// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.console;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.store.LockObtainFailedException;

/** Says in one line what went wrong: several exceptions carry only a file name as their message. */
public final class ErrorLine {

  private ErrorLine() {}

  public static String of(Throwable failure) {
    if (failure instanceof UncheckedIOException e) {
      return of(e.getCause());
    }
    if (failure instanceof NoSuchFileException e) {
      return "there is no " + e.getFile();
    }
    if (failure instanceof AccessDeniedException e) {
      return "no permission to read or write " + e.getFile();
    }
    if (failure instanceof FileAlreadyExistsException e) {
      return e.getFile() + " is in the way: it is not a folder";
    }
    if (failure instanceof FileSystemException e && e.getReason() == null) {
      return "cannot use " + e.getFile();
    }
    if (failure instanceof LockObtainFailedException) {
      return "another run is building an index in this folder";
    }
    return failure.getMessage() == null ? failure.toString() : firstLine(failure);
  }

  private static String firstLine(Throwable failure) {
    return failure.getMessage().lines().findFirst().orElseGet(failure::toString);
  }
}
