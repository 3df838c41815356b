// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.SegmentInfo;
import org.lorann.lucene.LorannBuildPhase;

/**
 * How long each phase of a build took, kept as an attribute of the segment: our own files have the
 * same bytes for the same vectors.
 */
public final class BuildTimes {

  private static final String PREFIX = "Lorann1.millis.";

  private BuildTimes() {}

  /** Stores the milliseconds of a field's phases. */
  public static void put(SegmentInfo segment, String field, Map<LorannBuildPhase, Long> millis) {
    StringJoiner text = new StringJoiner(" ");
    millis.forEach((phase, time) -> text.add(name(phase) + "=" + time));
    segment.putAttribute(PREFIX + field, text.toString());
  }

  /** Returns what was stored; nothing for a segment that came without it. */
  public static Map<LorannBuildPhase, Long> get(SegmentInfo segment, String field) {
    Map<LorannBuildPhase, Long> millis = new EnumMap<>(LorannBuildPhase.class);
    String text = segment.getAttribute(PREFIX + field);
    if (text != null) {
      for (LorannBuildPhase phase : LorannBuildPhase.values()) {
        Matcher matcher = Pattern.compile("\\b" + name(phase) + "=(\\d{1,18})\\b").matcher(text);
        if (matcher.find()) {
          millis.put(phase, Long.valueOf(matcher.group(1)));
        }
      }
    }
    return millis;
  }

  /** The name of a phase in messages and attributes. */
  public static String name(LorannBuildPhase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
