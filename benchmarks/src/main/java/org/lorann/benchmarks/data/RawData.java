// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.lorann.benchmarks.measure.Vectors;

/** Data as it comes, before {@link DataSets} makes a set of it that can be measured with. */
interface RawData extends Closeable {

  /** A short name, part of file names. */
  String name();

  /** Says, as one text, where the data come from and in which state that is. */
  String origin() throws IOException;

  Metric metric();

  Vectors base() throws IOException;

  Vectors queries() throws IOException;

  /** The true neighbours of each query among all vectors, best first, if they are known. */
  Optional<int[][]> neighbors() throws IOException;
}
