// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.store.IndexInput;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.LorannSegmentInfo;
import org.lorann.lucene.LorannSegmentInfo.CalibrationPoint;
import org.lorann.lucene.LorannSegmentInfo.Clusters;
import org.lorann.lucene.LorannSegmentInfo.Searches;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.Calibration.Limits;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.PartSizes;

/** Puts together what is known about a field of a segment. */
final class FieldDescription {

  private static final String RAW_VECTORS = "raw vectors";

  private final String field;
  private final FieldEntry entry;
  private final int[] sizes;
  private final Map<String, Long> bytes = new LinkedHashMap<>();

  /**
   * Creates a description.
   *
   * @param rawBytes what the raw vectors take
   */
  FieldDescription(String field, FieldEntry entry, IndexInput index, long rawBytes)
      throws IOException {
    this.field = field;
    this.entry = entry;
    this.bytes.put(RAW_VECTORS, rawBytes);
    if (entry.hasClusters()) {
      this.sizes = sizes(entry.clusters(), index);
      this.bytes.putAll(PartSizes.of(entry.clusters(), sizes));
    } else {
      this.sizes = new int[0];
    }
  }

  private static int[] sizes(ClustersEntry clusters, IndexInput index) throws IOException {
    IndexInput in = index.clone();
    in.seek(clusters.indexOffset() + clusters.indexLayout().sizes());
    int[] sizes = new int[clusters.count()];
    in.readInts(sizes, 0, sizes.length);
    return sizes;
  }

  LorannSegmentInfo info(Map<LorannBuildPhase, Long> buildMillis, Searches searches) {
    return new LorannSegmentInfo(
        field,
        entry.encoding(),
        entry.similarity(),
        entry.dimension(),
        entry.size(),
        entry.targetRecall(),
        entry.hasClusters() ? Optional.of(clusters(entry.clusters())) : Optional.empty(),
        bytes,
        buildMillis,
        searches);
  }

  private Clusters clusters(ClustersEntry clusters) {
    Arrays.sort(sizes);
    return new Clusters(
        clusters.count(),
        clusters.codes(),
        sizes[0],
        sizes[sizes.length / 2],
        sizes[sizes.length - 1],
        clusters.vectorsPerCluster(),
        clusters.layout().dimensions(),
        clusters.energyKept(),
        clusters.layout().rank(),
        clusters.layout().bits(),
        points(clusters.calibration()));
  }

  private static List<CalibrationPoint> points(Calibration calibration) {
    List<CalibrationPoint> points = new ArrayList<>();
    for (int k : Calibration.DEPTHS) {
      for (double recall : Calibration.RECALLS) {
        Limits limits = calibration.limits(k, recall);
        points.add(
            new CalibrationPoint(
                k,
                recall,
                limits.probeMargin(),
                limits.rerankMargin(),
                limits.visitRatio(),
                limits.rerank()));
      }
    }
    return points;
  }
}
