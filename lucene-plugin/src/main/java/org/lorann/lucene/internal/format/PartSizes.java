// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many bytes each part of a field takes, padding included, by its name. */
public final class PartSizes {

  private PartSizes() {}

  /** The parts of the index file and the data file, in their order. */
  public static Map<String, Long> of(ClustersEntry clusters, int[] sizes) {
    Map<String, Long> parts = new LinkedHashMap<>();
    addIndexParts(clusters.indexLayout(), parts);
    for (int size : sizes) {
      addRecordParts(clusters.layout(), size, parts);
    }
    return parts;
  }

  private static void addIndexParts(IndexLayout layout, Map<String, Long> parts) {
    parts.put("mean", layout.axisSteps() - layout.mean());
    parts.put("axes", layout.centroidSteps() - layout.axisSteps());
    parts.put("centroids", layout.recordStarts() - layout.centroidSteps());
    parts.put("cluster directory", layout.length() - layout.recordStarts());
  }

  private static void addRecordParts(ClusterLayout layout, int size, Map<String, Long> parts) {
    parts.merge("scales", layout.centroid() - layout.scales(), Long::sum);
    parts.merge("centroid copies", layout.factors() - layout.centroid(), Long::sum);
    parts.merge("factors", layout.codes() - layout.factors(), Long::sum);
    parts.merge("codes", layout.corrections(size) - layout.codes(), Long::sum);
    parts.merge("corrections", layout.ordinals(size) - layout.corrections(size), Long::sum);
    parts.merge("ordinals", layout.length(size) - layout.ordinals(size), Long::sum);
  }
}
