// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.internal.cluster.HierarchicalKMeans;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.cluster.PointSet;
import org.lorann.lucene.internal.cluster.SecondCentroids;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.History;
import org.lorann.lucene.internal.format.IndexLayout;

/**
 * Builds the clusters of a field from its raw vectors alone: fits the projection, clusters a
 * sample, assigns all vectors to the centroids, then fits, encodes and writes one cluster after the
 * other. The sample and the assignments are in temporary files; in memory there is what grows with
 * the clusters, and parts of bounded size.
 */
final class ColdBuilder {

  /**
   * Sample vectors per centroid. The paper's library takes 256; a mean of a quarter as many is near
   * enough to that of all.
   */
  private static final int SAMPLE_PER_CLUSTER = 64;

  /** Vectors on which the limits of assignments are measured. */
  private static final int LIMITS_SAMPLE = 16_384;

  private final BuildContext context;
  private final VectorSource vectors;
  private final Workers workers;
  private final BuildLog log;
  private final SplittableRandom random;

  ColdBuilder(BuildContext context, SplittableRandom random) {
    this.context = context;
    this.vectors = context.vectors();
    this.workers = context.workers();
    this.log = context.log();
    this.random = random;
  }

  /**
   * Writes to the ends of two files; returns null, with nothing written, if the vectors have no
   * usable spread.
   */
  BuiltClusters build(IndexOutput index, IndexOutput data) throws IOException {
    Projection projection =
        log.time(
            LorannBuildPhase.PROJECTION,
            () ->
                new ProjectionFitter(vectors, workers, random)
                    .fit(context.parameters().projectedDimensions()));
    if (projection == null) {
      return null;
    }
    try (Staging sample = context.staging("sample");
        Staging assignments = context.staging("assignments")) {
      return new BuiltClusters(
          projection.mean(), build(projection, sample, assignments, index, data), false);
    }
  }

  private ClustersEntry build(
      Projection projection,
      Staging stagedSample,
      Staging stagedAssignments,
      IndexOutput index,
      IndexOutput data)
      throws IOException {
    int s = projection.dimensions();
    int centroidCount = Math.ceilDiv(vectors.size(), context.parameters().vectorsPerCluster());
    PointSet sample =
        log.time(
            LorannBuildPhase.PROJECTION, () -> sample(projection, centroidCount, stagedSample));
    float[] centroids =
        log.time(
            LorannBuildPhase.CLUSTERING,
            () ->
                new HierarchicalKMeans(random.split(), workers)
                    .run(sample, Math.min(centroidCount, sample.size())));
    NearestCentroids nearest =
        NearestCentroids.of(centroids, centroids.length / s, s, random.split(), workers);
    TrainingQueries queries =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () ->
                TrainingQueries.of(
                    sample,
                    context.queryShift(projection),
                    nearest,
                    centroids,
                    context.euclidean(),
                    workers));
    Assigner assigner =
        new Assigner(vectors, projection, new SecondCentroids(nearest, centroids, s), workers);
    Assigner.Limits limits =
        log.time(LorannBuildPhase.ASSIGNMENT, () -> assigner.limits(LIMITS_SAMPLE, random.split()));
    Outliers outliers = new Outliers(limits.distance(), centroidCount, nearest.count());
    Assignments assignments =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () -> assigner.assign(limits, outliers, stagedAssignments.out()));
    Clustering clustering =
        Clustering.of(outliers.append(centroids), s, assignments.sizes(), context.maxClusterSize());
    ClusterLayout layout = context.layout(s);
    ClusterEncoder encoder =
        new ClusterEncoder(
            vectors, projection, layout, context.euclidean(), queries, random.nextLong());
    RecordsWriter.Written records =
        log.time(
            LorannBuildPhase.ENCODING,
            () ->
                new RecordsWriter(clustering, encoder, workers, data)
                    .write(assignments, stagedAssignments.in()));
    IndexLayout indexLayout = new IndexLayout(vectors.dimension(), s, clustering.count());
    long indexOffset =
        log.time(
            LorannBuildPhase.WRITING,
            () -> new IndexPartWriter(index, indexLayout).write(projection, clustering, records));
    return new ClustersEntry(
        new ClustersEntry.Shape(
            indexLayout,
            layout,
            records.codes(),
            context.parameters().vectorsPerCluster(),
            projection.scale()),
        projection.energyKept(),
        new ClustersEntry.Place(
            indexOffset, records.offset(), data.getFilePointer() - records.offset()),
        Calibration.exhaustive(),
        new History(
            context.parameters().projectedDimensions(), projection.energyKept(), limits.loss(), 0));
  }

  private PointSet sample(Projection projection, int centroidCount, Staging staged)
      throws IOException {
    long wanted = (long) SAMPLE_PER_CLUSTER * centroidCount;
    int size = (int) Math.min(vectors.size(), wanted);
    return StagedPoints.sample(vectors, size, projection, workers, random, staged);
  }
}
