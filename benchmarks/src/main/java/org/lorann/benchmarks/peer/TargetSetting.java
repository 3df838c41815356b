// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import org.lorann.lucene.LorannSearchStrategy;

/** Settings of this project's format by the recall they aim at. */
public final class TargetSetting {

  private TargetSetting() {}

  /** A search for k neighbours that aims at a recall. */
  public static Setting of(double recall, int k) {
    return Lorann.setting("target " + recall, k, LorannSearchStrategy.targetRecall(recall));
  }
}
