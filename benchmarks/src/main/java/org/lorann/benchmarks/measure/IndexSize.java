// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.store.Directory;

/**
 * Bytes of an index on disk. Every format stores the raw vectors in the same way, so what it adds
 * to them is the number that tells formats apart.
 *
 * @param documents in the index
 * @param vectorBytes of all files that belong to vectors
 * @param rawVectorBytes of the files of raw vectors among them
 */
public record IndexSize(int documents, long totalBytes, long vectorBytes, long rawVectorBytes) {
  private static final String RAW_VECTORS_EXTENSION = "vec";

  /** Files that Lucene writes for any document: fields, stored fields, doc values, segments. */
  private static final Set<String> OTHER_EXTENSIONS =
      Set.of("fdm", "fdt", "fdx", "fnm", "si", "dvd", "dvm", "dvs", "lock");

  /** Of the index in a directory. */
  public static IndexSize of(int documents, Directory directory) throws IOException {
    long total = 0;
    long vectors = 0;
    long raw = 0;
    for (String file : directory.listAll()) {
      long length = directory.fileLength(file);
      String extension = file.substring(file.lastIndexOf('.') + 1);
      total += length;
      if (file.contains(".") && OTHER_EXTENSIONS.contains(extension) == false) {
        vectors += length;
      }
      if (extension.equals(RAW_VECTORS_EXTENSION)) {
        raw += length;
      }
    }
    return new IndexSize(documents, total, vectors, raw);
  }

  public long bytesWithoutRawVectors() {
    return totalBytes - rawVectorBytes;
  }

  /** What belongs to vectors and is not raw: what a search wants to have in memory. */
  public long hotVectorBytes() {
    return vectorBytes - rawVectorBytes;
  }
}
