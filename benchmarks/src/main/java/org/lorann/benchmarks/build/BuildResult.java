// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.build;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a job took.
 *
 * @param peakHeapBytes see {@link org.lorann.benchmarks.measure.HeapMeter}
 * @param writtenBytes all that was written
 * @param temporaryBytes the most temporary files took at the same time
 * @param vectorBytes of the index afterwards, as far as it belongs to vectors
 * @param rawVectorBytes the raw vectors among them
 */
public record BuildResult(
    long wallNanos,
    long cpuNanos,
    long peakHeapBytes,
    long writtenBytes,
    long temporaryBytes,
    long vectorBytes,
    long rawVectorBytes) {
  private static final String MARK = "built:";

  /** The line that tells it to the process that asked for it. */
  String toLine() {
    return LongStream.of(
            wallNanos,
            cpuNanos,
            peakHeapBytes,
            writtenBytes,
            temporaryBytes,
            vectorBytes,
            rawVectorBytes)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(" ", MARK, ""));
  }

  static boolean isLine(String line) {
    return line.startsWith(MARK);
  }

  static BuildResult parse(String line) {
    long[] values =
        Arrays.stream(line.substring(MARK.length()).split(" "))
            .mapToLong(Long::parseLong)
            .toArray();
    return new BuildResult(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
  }

  /** Bytes of a format's own files, without raw vectors. */
  long ownBytes() {
    return vectorBytes - rawVectorBytes;
  }
}
