// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import org.apache.lucene.store.Directory;

/**
 * Bytes of an index on disk. Every format stores the raw vectors in the same way, so what it adds
 * to them is the number that tells formats apart.
 */
public record IndexSize(long totalBytes, long rawVectorBytes) {
  private static final String RAW_VECTORS_EXTENSION = ".vec";

  public static IndexSize of(Directory directory) throws IOException {
    long total = 0;
    long raw = 0;
    for (String file : directory.listAll()) {
      long length = directory.fileLength(file);
      total += length;
      if (file.endsWith(RAW_VECTORS_EXTENSION)) {
        raw += length;
      }
    }
    return new IndexSize(total, raw);
  }

  public long bytesWithoutRawVectors() {
    return totalBytes - rawVectorBytes;
  }
}
