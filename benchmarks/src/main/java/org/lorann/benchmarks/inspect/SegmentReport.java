// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentReader;
import org.lorann.benchmarks.measure.TextTable;
import org.lorann.lucene.LorannSegmentInfo;
import org.lorann.lucene.LorannSegmentInfo.CalibrationPoint;
import org.lorann.lucene.LorannSegmentInfo.Clusters;

/** The facts of a field of a segment, as text. */
public final class SegmentReport {

  private final boolean wholeCalibration;

  /** With all of the calibration, or only what the target recall takes of it. */
  public SegmentReport(boolean wholeCalibration) {
    this.wholeCalibration = wholeCalibration;
  }

  /** What a segment knows about a field. */
  public String text(LeafReader segment, LorannSegmentInfo info) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "segment %s, field \"%s\": %,d vectors of %,d dimensions, %s, %s; %,d of %,d documents"
            + " deleted",
        name(segment),
        info.field(),
        info.vectors(),
        info.dimension(),
        words(info.encoding()),
        words(info.similarity()),
        segment.numDeletedDocs(),
        segment.maxDoc());
    if (info.clusters().isPresent()) {
      addClusters(text, info, info.clusters().get());
    } else {
      line(text, "no clusters: searches scan all vectors");
    }
    text.append('\n').append(bytes(info)).append('\n');
    return text.toString();
  }

  private void addClusters(StringBuilder text, LorannSegmentInfo info, Clusters clusters) {
    line(
        text,
        "clusters     %,d; vectors in the smallest %,d, the median %,d, the greatest %,d;"
            + " asked for %,d; %,d codes",
        clusters.count(),
        clusters.minSize(),
        clusters.medianSize(),
        clusters.maxSize(),
        clusters.vectorsPerCluster(),
        clusters.codes());
    line(
        text,
        "projection   %,d dimensions, which keep %.1f %% of the energy",
        clusters.projectedDimensions(),
        100 * clusters.energyKept());
    line(text, "codes        rank %,d, %d bits", clusters.rank(), clusters.codeBits());
    line(text, "build        %s", buildTimes(info));
    text.append('\n').append(calibration(info.targetRecall(), clusters.calibration()));
  }

  private static String buildTimes(LorannSegmentInfo info) {
    if (info.buildMillis().isEmpty()) {
      return "not known";
    }
    long total = info.buildMillis().values().stream().mapToLong(Long::longValue).sum();
    StringBuilder text = new StringBuilder(format("%,d ms:", total));
    info.buildMillis()
        .forEach((phase, millis) -> text.append(format(" %s %,d,", words(phase), millis)));
    return text.substring(0, text.length() - 1);
  }

  private String calibration(double targetRecall, List<CalibrationPoint> points) {
    TextTable table =
        new TextTable("calibration", "recall", "probe margin", "rerank margin", "visited", "exact");
    for (CalibrationPoint point : wholeCalibration ? points : nearest(points, targetRecall)) {
      table.row(
          "k = " + point.k(),
          format("%.3f", point.recall()),
          format("%.2f", point.probeMargin()),
          format("%.2f", point.rerankMargin()),
          format("%.2f %%", 100 * point.visitedShare()),
          format("%,.0f", point.reranked()));
    }
    return table.toString();
  }

  /** For each k, the point at or next to the target. */
  private static List<CalibrationPoint> nearest(List<CalibrationPoint> points, double recall) {
    return points.stream()
        .mapToInt(CalibrationPoint::k)
        .distinct()
        .mapToObj(
            k ->
                points.stream()
                    .filter(point -> point.k() == k)
                    .min(Comparator.comparing(point -> Math.abs(point.recall() - recall)))
                    .orElseThrow())
        .toList();
  }

  private static String bytes(LorannSegmentInfo info) {
    TextTable table = new TextTable("part", "bytes", "bytes a vector");
    long total = 0;
    for (Map.Entry<String, Long> part : info.bytes().entrySet()) {
      addBytes(table, part.getKey(), part.getValue(), info.vectors());
      total += part.getValue();
    }
    addBytes(table, "together", total, info.vectors());
    return table.toString();
  }

  private static void addBytes(TextTable table, String part, long bytes, int vectors) {
    table.row(part, format("%,d", bytes), format("%.1f", (double) bytes / Math.max(1, vectors)));
  }

  private static String name(LeafReader segment) {
    return segment instanceof SegmentReader reader ? reader.getSegmentName() : segment.toString();
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
