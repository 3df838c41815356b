// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.IOSupplier;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.internal.format.BuildTimes;

/**
 * Measures the phases of a field's build, tells Lucene's info stream about them and keeps them with
 * the segment.
 */
final class BuildLog {

  /** The name under which messages come, like Lucene's IW for the index writer. */
  static final String COMPONENT = "LORANN";

  private final SegmentWriteState state;
  private final FieldInfo field;
  private final Map<LorannBuildPhase, Long> nanos = new EnumMap<>(LorannBuildPhase.class);

  BuildLog(SegmentWriteState state, FieldInfo field) {
    this.state = state;
    this.field = field;
  }

  /** Does a part of a phase. */
  <T> T time(LorannBuildPhase phase, IOSupplier<T> work) throws IOException {
    long start = System.nanoTime();
    T result = work.get();
    nanos.merge(phase, System.nanoTime() - start, Long::sum);
    return result;
  }

  /** Says something about the field. */
  void message(String text) {
    if (state.infoStream.isEnabled(COMPONENT)) {
      state.infoStream.message(
          COMPONENT,
          "segment " + state.segmentInfo.name + " field \"" + field.name + "\": " + text);
    }
  }

  /** Tells and keeps the times of all phases. */
  void finish() {
    Map<LorannBuildPhase, Long> millis = new EnumMap<>(LorannBuildPhase.class);
    StringJoiner text = new StringJoiner(", ");
    nanos.forEach(
        (phase, time) -> {
          millis.put(phase, TimeUnit.NANOSECONDS.toMillis(time));
          text.add(BuildTimes.name(phase) + " " + millis.get(phase) + " ms");
        });
    message(text.toString());
    BuildTimes.put(state.segmentInfo, field.name, millis);
  }
}
