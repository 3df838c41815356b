// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.IOUtils;

/** The temporary files of a build, deleted together. */
final class Stagings implements Closeable {

  private final SegmentWriteState state;
  private final List<Staging> files = new ArrayList<>();

  Stagings(SegmentWriteState state) {
    this.state = state;
  }

  /** Creates another file. */
  Staging create(String purpose) throws IOException {
    Staging file = new Staging(state, purpose);
    files.add(file);
    return file;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(files);
  }
}
