// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentReader;
import org.lorann.lucene.LorannSegmentInfo;

/**
 * What a shard knows about its vectors, as a document of maps, lists, strings and numbers, which
 * every server can send to another node and print as JSON.
 *
 * <pre>
 * {"fields": {FIELD: {
 *    "segments": 2, "vectors": 1500, "bytes": {PART: ..., "total": ...},
 *    "build_millis": {PHASE: ..., "total": ...},
 *    "searches": {"count": ..., "exact_scans": ..., "clusters_visited": ...,
 *      "vectors_estimated": ..., "vectors_reranked": ..., "vectors_scanned": ...},
 *    "by_segment": [
 *      {"name": "_0", "vectors": 1000, "dimension": 384, "encoding": "float32",
 *       "similarity": "cosine", "target_recall": 0.95,
 *       "clusters": {"count": ..., "codes": ..., "min_size": ..., "median_size": ...,
 *         "max_size": ..., "vectors_per_cluster": ..., "projected_dimensions": ...,
 *         "energy_kept": ..., "rank": ..., "bits": ..., "calibration": [{"k": 10, "recall": 0.5,
 *         "probe_margin": ..., "rerank_margin": ..., "visited_share": ..., "reranked": ...}]},
 *       "bytes": {...}, "build_millis": {...}, "searches": {...}}]}}}
 * </pre>
 *
 * <p>A field has the sums over its segments, and the segments one by one. A segment that is always
 * scanned exactly has no clusters and no build times.
 */
public final class ShardStatistics {

  private static final String TOTAL = "total";

  private ShardStatistics() {}

  /**
   * Describes the fields of a shard that are in our format.
   *
   * @param segments the readers of its segments, filters over them included
   * @return a new document, see above
   * @throws IOException if the index cannot be read
   */
  public static Map<String, Object> of(Iterable<? extends LeafReader> segments) throws IOException {
    Map<String, List<Map<String, Object>>> segmentsOfFields = new TreeMap<>();
    for (LeafReader segment : segments) {
      for (LorannSegmentInfo info : LorannSegmentInfo.of(segment)) {
        segmentsOfFields
            .computeIfAbsent(info.field(), field -> new ArrayList<>())
            .add(segment(name(segment), info));
      }
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    segmentsOfFields.forEach((field, ofField) -> fields.put(field, field(ofField)));
    return new LinkedHashMap<>(Map.of("fields", fields));
  }

  private static String name(LeafReader reader) {
    return FilterLeafReader.unwrap(reader) instanceof SegmentReader segment
        ? segment.getSegmentName()
        : reader.toString();
  }

  private static Map<String, Object> field(List<Map<String, Object>> segments) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("segments", segments.size());
    field.put("vectors", segments.stream().mapToLong(ShardStatistics::vectors).sum());
    for (String part : List.of("bytes", "build_millis", "searches")) {
      field.put(part, sum(segments, part));
    }
    field.put("by_segment", segments);
    return field;
  }

  private static long vectors(Map<String, Object> segment) {
    return ((Number) segment.get("vectors")).longValue();
  }

  private static Map<String, Object> sum(List<Map<String, Object>> segments, String part) {
    Map<String, Object> sums = new LinkedHashMap<>();
    for (Map<String, Object> segment : segments) {
      ((Map<?, ?>) segment.get(part))
          .forEach((key, value) -> sums.merge((String) key, value, (a, b) -> (Long) a + (Long) b));
    }
    return sums;
  }

  private static Map<String, Object> segment(String name, LorannSegmentInfo info) {
    Map<String, Object> segment = new LinkedHashMap<>();
    segment.put("name", name);
    segment.put("vectors", info.vectors());
    segment.put("dimension", info.dimension());
    segment.put("encoding", key(info.encoding().name()));
    segment.put("similarity", key(info.similarity().name()));
    segment.put("target_recall", info.targetRecall());
    info.clusters().ifPresent(clusters -> segment.put("clusters", clusters(clusters)));
    segment.put("bytes", withTotal(info.bytes()));
    segment.put("build_millis", withTotal(info.buildMillis()));
    segment.put("searches", searches(info.searches()));
    return segment;
  }

  private static Map<String, Object> clusters(LorannSegmentInfo.Clusters clusters) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("count", clusters.count());
    document.put("codes", clusters.codes());
    document.put("min_size", clusters.minSize());
    document.put("median_size", clusters.medianSize());
    document.put("max_size", clusters.maxSize());
    document.put(Tunable.VECTORS_PER_CLUSTER.key(), clusters.vectorsPerCluster());
    document.put(Tunable.PROJECTED_DIMENSIONS.key(), clusters.projectedDimensions());
    document.put("energy_kept", clusters.energyKept());
    document.put(Tunable.RANK.key(), clusters.rank());
    document.put(Tunable.BITS.key(), clusters.codeBits());
    document.put(
        "calibration", clusters.calibration().stream().map(ShardStatistics::calibration).toList());
    return document;
  }

  private static Map<String, Object> calibration(LorannSegmentInfo.CalibrationPoint point) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("k", point.k());
    document.put("recall", point.recall());
    document.put("probe_margin", point.probeMargin());
    document.put("rerank_margin", point.rerankMargin());
    document.put("visited_share", point.visitedShare());
    document.put("reranked", point.reranked());
    return document;
  }

  private static Map<String, Object> searches(LorannSegmentInfo.Searches searches) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("count", searches.count());
    document.put("exact_scans", searches.exactScans());
    document.put("clusters_visited", searches.clustersVisited());
    document.put("vectors_estimated", searches.vectorsEstimated());
    document.put("vectors_reranked", searches.vectorsReranked());
    document.put("vectors_scanned", searches.vectorsScanned());
    return document;
  }

  private static Map<String, Object> withTotal(Map<?, Long> parts) {
    Map<String, Object> document = new LinkedHashMap<>();
    parts.forEach((part, amount) -> document.put(key(part.toString()), amount));
    document.put(TOTAL, parts.values().stream().mapToLong(Long::longValue).sum());
    return document;
  }

  /** A name in the style of the servers. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
