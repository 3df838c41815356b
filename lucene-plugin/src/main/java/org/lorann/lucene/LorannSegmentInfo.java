// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.lucene.internal.codec.LorannVectorsReader;

/**
 * What is known about a vector field of one segment in this format.
 *
 * @param field the name of the field
 * @param encoding the type of the coordinates
 * @param similarity what vectors are compared by
 * @param dimension coordinates of a vector
 * @param vectors how many there are, deleted documents included
 * @param targetRecall the recall aimed at by searches that do not say otherwise
 * @param clusters the clusters, or empty when all searches of this segment are exact scans
 * @param bytes what each part of the field takes on disk, by the name of the part, in the order of
 *     the files; "raw vectors" is one of them
 * @param buildMillis how long each phase took when the segment was written, in milliseconds of wall
 *     time; empty if there are no clusters
 * @param searches what searches did since the segment was opened
 * @lucene.experimental
 */
public record LorannSegmentInfo(
    String field,
    VectorEncoding encoding,
    VectorSimilarityFunction similarity,
    int dimension,
    int vectors,
    double targetRecall,
    Optional<Clusters> clusters,
    Map<String, Long> bytes,
    Map<LorannBuildPhase, Long> buildMillis,
    Searches searches) {

  /**
   * The clusters of a field.
   *
   * @param count how many there are
   * @param codes the vectors in all of them; those in two clusters count twice
   * @param minSize vectors of the smallest one
   * @param medianSize vectors of the one in the middle
   * @param maxSize vectors of the greatest one
   * @param vectorsPerCluster the mean size asked for, see {@link
   *     LorannParameters#vectorsPerCluster}
   * @param projectedDimensions coordinates of a projected vector
   * @param energyKept the share of the squared distance from the mean that the projection keeps, 0
   *     to 1
   * @param rank numbers in a code
   * @param codeBits bits of each of them
   * @param calibration how far searches have to go, by ascending k and recall
   */
  public record Clusters(
      int count,
      long codes,
      int minSize,
      int medianSize,
      int maxSize,
      int vectorsPerCluster,
      int projectedDimensions,
      double energyKept,
      int rank,
      int codeBits,
      List<CalibrationPoint> calibration) {}

  /**
   * What it takes to reach a recall, as measured when the segment was written.
   *
   * @param k how many neighbours are wanted
   * @param recall the share of them that is found on average, 0 to 1
   * @param probeMargin up to which margin clusters are visited
   * @param rerankMargin up to which margin vectors are scored exactly; what the margins are is
   *     defined in {@link LorannVectorsFormat}
   * @param visitedShare the share of the vectors that is in visited clusters, on average, 0 to 1
   * @param reranked how many vectors are scored exactly, on average
   */
  public record CalibrationPoint(
      int k,
      double recall,
      double probeMargin,
      double rerankMargin,
      double visitedShare,
      double reranked) {}

  /**
   * Sums over all searches of a field since its segment was opened.
   *
   * @param count searches
   * @param exactScans those among them that scored all matching vectors, without the clusters
   * @param clustersVisited clusters visited by the others
   * @param vectorsEstimated vectors whose scores these estimated
   * @param vectorsReranked vectors that these scored exactly
   * @param vectorsScanned vectors scored by exact scans
   */
  public record Searches(
      long count,
      long exactScans,
      long clustersVisited,
      long vectorsEstimated,
      long vectorsReranked,
      long vectorsScanned) {}

  /** Keeps copies of the maps. */
  public LorannSegmentInfo {
    bytes = Collections.unmodifiableMap(new LinkedHashMap<>(bytes));
    buildMillis = Collections.unmodifiableMap(new TreeMap<>(buildMillis));
  }

  /**
   * Describes one field of a segment.
   *
   * @param reader a segment of an index, or a filter over one
   * @param field the name of a field
   * @return what is known, or empty if the segment has no such field or not in this format
   * @throws IOException if the index cannot be read
   */
  public static Optional<LorannSegmentInfo> of(LeafReader reader, String field) throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(field);
    LorannVectorsReader vectors = LorannVectorsReader.find(reader, field);
    return info == null || vectors == null ? Optional.empty() : vectors.describe(info);
  }

  /**
   * Describes all fields of a segment that are in this format, in the order of their numbers.
   *
   * @param reader a segment of an index, or a filter over one
   * @return one description for each of these fields
   * @throws IOException if the index cannot be read
   */
  public static List<LorannSegmentInfo> of(LeafReader reader) throws IOException {
    List<LorannSegmentInfo> infos = new ArrayList<>();
    for (FieldInfo field : reader.getFieldInfos()) {
      of(reader, field.name).ifPresent(infos::add);
    }
    return infos;
  }
}
