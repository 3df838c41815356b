// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;

/** A format under comparison. */
public interface Peer {

  /** What it is called in options, files and tables. */
  String name();

  /** What its index is called. Peers whose indexes are the same share one. */
  default String indexName() {
    return name();
  }

  /** How many segments its index has. */
  default int segments() {
    return 1;
  }

  /** One line about it, for people. */
  String description();

  /**
   * A format that builds with its own parameters.
   *
   * @param workers may help with builds; formats that get threads from Lucene need them not
   */
  KnnVectorsFormat format(Workers workers);

  /** Settings of the knob from the least to the most work, for searches for k neighbours. */
  List<Setting> settings(int k);
}
