// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/**
 * A temporary file of the directory that is written first and read afterwards, so that what was
 * built can be searched before it is put into its place. Deleted when closed.
 */
final class Staging implements Closeable {

  private final Directory directory;
  private final IndexOutput out;
  private IndexInput in;

  Staging(SegmentWriteState state, String purpose) throws IOException {
    this.directory = state.directory;
    this.out =
        directory.createTempOutput(state.segmentInfo.name, "lorann_" + purpose, state.context);
  }

  /** Where to write. */
  IndexOutput out() {
    return out;
  }

  /** Ends writing and opens the file for reading, once. */
  IndexInput in() throws IOException {
    if (in == null) {
      out.close();
      in = directory.openInput(out.getName(), IOContext.DEFAULT);
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    try {
      IOUtils.close(out, in);
    } catch (Throwable t) {
      IOUtils.deleteFilesIgnoringExceptions(directory, out.getName());
      throw t;
    }
    // A file that cannot be deleted fails the flush or merge, as no segment may have it.
    directory.deleteFile(out.getName());
  }
}
