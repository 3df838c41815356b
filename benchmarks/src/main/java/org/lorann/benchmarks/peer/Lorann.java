// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.LorannSearchStrategy;
import org.lorann.lucene.LorannVectorsFormat;

/** This project's format with its defaults. The knob is the target recall. */
final class Lorann implements Peer {
  private static final double[] TARGETS = {.5, .7, .8, .85, .9, .93, .95, .97, .98, .99, .995};

  @Override
  public String name() {
    return "lorann";
  }

  @Override
  public String description() {
    return "LoRANN, defaults; knob: target recall";
  }

  @Override
  public KnnVectorsFormat format(Workers workers) {
    return formatWith(workers);
  }

  /** The defaults, but that flushes use as many threads as merges. */
  static KnnVectorsFormat formatWith(Workers workers) {
    return new LorannVectorsFormat(
        LorannParameters.builder().buildExecutor(workers.others()).build());
  }

  @Override
  public List<Setting> settings(int k) {
    List<Setting> settings = new ArrayList<>();
    for (double target : TARGETS) {
      settings.add(setting("target " + target, k, LorannSearchStrategy.targetRecall(target)));
    }
    return settings;
  }

  /** Not more than k are asked for: the format itself decides what to look at for that. */
  static Setting setting(String label, int k, LorannSearchStrategy strategy) {
    return new Setting(
        label,
        k,
        (field, target, hits, filter) ->
            new CountingLorannQuery(field, target, hits, filter, strategy).asPeerQuery());
  }
}
