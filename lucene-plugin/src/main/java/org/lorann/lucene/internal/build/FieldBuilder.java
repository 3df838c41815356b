// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.cluster.HierarchicalKMeans;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.cluster.PointSet;
import org.lorann.lucene.internal.cluster.Sampling;
import org.lorann.lucene.internal.cluster.SecondCentroids;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.format.IndexLayout;

/**
 * Builds the index of one field of one segment from its raw vectors: fits the projection, clusters
 * a sample, assigns all vectors to the centroids, then fits, encodes and writes one cluster after
 * the other, and finally calibrates searches on the result. The sample and the assignments are in
 * temporary files; in memory there is what grows with the clusters, and parts of bounded size.
 */
public final class FieldBuilder {

  /**
   * Sample vectors per centroid. The paper's library takes 256; with a quarter of them, searches
   * for the same recall visit as much.
   */
  private static final int SAMPLE_PER_CLUSTER = 64;

  /** A cluster has at most this many times the vectors asked for. */
  private static final int MAX_OVERSIZE = 4;

  private final SegmentWriteState state;
  private final LorannParameters parameters;
  private final FieldInfo field;
  private final VectorSource vectors;
  private final Workers workers;
  private final SplittableRandom random;
  private final boolean euclidean;
  private final BuildLog log;

  /** Creates a builder for the vectors of a field. */
  public FieldBuilder(
      SegmentWriteState state,
      LorannParameters parameters,
      FieldInfo field,
      KnnVectorValues values,
      Workers workers) {
    this.state = state;
    this.parameters = parameters;
    this.field = field;
    this.vectors = VectorSource.of(values, field.getVectorSimilarityFunction());
    this.workers = workers;
    this.random = new SplittableRandom(parameters.seed());
    this.euclidean = field.getVectorSimilarityFunction() == VectorSimilarityFunction.EUCLIDEAN;
    this.log = new BuildLog(state, field);
  }

  /** Builds the field at the end of both files, and returns the entry to be written to a third. */
  public FieldEntry build(IndexOutput index, IndexOutput data) throws IOException {
    int n = vectors.size();
    if (n == 0 || n < parameters.exactSearchThreshold()) {
      return entry(null);
    }
    Projection projection =
        log.time(
            LorannBuildPhase.PROJECTION,
            () -> new ProjectionFitter(vectors, random).fit(parameters.projectedDimensions()));
    if (projection == null) {
      log.message("no clusters, as the vectors have no usable spread");
      return entry(null);
    }
    try (Staging stagedIndex = new Staging(state, "index");
        Staging stagedData = new Staging(state, "data")) {
      ClustersEntry clusters = build(projection, stagedIndex.out(), stagedData.out());
      Calibration calibration =
          log.time(
              LorannBuildPhase.CALIBRATION,
              () ->
                  new Calibrator(
                          vectors, entry(clusters), projection.mean(), workers, random.split())
                      .calibrate(stagedIndex.in(), stagedData.in()));
      ClustersEntry moved =
          log.time(
              LorannBuildPhase.WRITING,
              () ->
                  clusters.movedTo(
                      stagedIndex.copyTo(index, ClusterLayout.ALIGNMENT),
                      stagedData.copyTo(data, ClusterLayout.ALIGNMENT)));
      log.message(
          clusters.count()
              + " clusters of "
              + n
              + " vectors, "
              + projection.dimensions()
              + " of "
              + vectors.dimension()
              + " dimensions with "
              + projection.energyKept()
              + " of the energy");
      log.finish();
      return entry(moved.calibrated(calibration));
    }
  }

  private FieldEntry entry(ClustersEntry clusters) {
    return FieldEntry.of(field, vectors.size(), parameters.targetRecall(), clusters);
  }

  private ClustersEntry build(Projection projection, IndexOutput index, IndexOutput data)
      throws IOException {
    try (Staging stagedSample = new Staging(state, "sample");
        Staging stagedAssignments = new Staging(state, "assignments")) {
      return build(projection, stagedSample, stagedAssignments, index, data);
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
    int centroidCount = Math.ceilDiv(vectors.size(), parameters.vectorsPerCluster());
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
        NearestCentroids.of(centroids, centroids.length / s, s, random.split());
    // For inner products only the vectors are centred, not the queries.
    float[] shift = euclidean ? new float[s] : projection.projectedMean();
    TrainingQueries queries =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () -> TrainingQueries.of(sample, shift, nearest, centroids, euclidean, workers));
    SecondCentroids second = new SecondCentroids(nearest, centroids, s);
    Assignments assignments =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () ->
                new Assigner(vectors, projection, second, workers, random.split())
                    .assign(stagedAssignments.out()));
    Clustering clustering =
        Clustering.of(
            centroids, s, assignments.sizes(), MAX_OVERSIZE * parameters.vectorsPerCluster());
    ClusterLayout layout =
        new ClusterLayout(s, Math.min(parameters.rank(), s), parameters.codeBits());
    ClusterEncoder encoder =
        new ClusterEncoder(projection, layout, euclidean, queries, random.nextLong());
    RecordsWriter.Written records =
        log.time(
            LorannBuildPhase.ENCODING,
            () ->
                new RecordsWriter(vectors, clustering, encoder, workers, data)
                    .write(assignments, stagedAssignments.in()));
    IndexLayout indexLayout = new IndexLayout(vectors.dimension(), s, clustering.count());
    new IndexPartWriter(index, indexLayout).write(projection, clustering, records);
    return new ClustersEntry(
        clustering.count(),
        clustering.codes(),
        parameters.vectorsPerCluster(),
        indexLayout,
        layout,
        projection.scale(),
        projection.energyKept(),
        0,
        0,
        data.getFilePointer(),
        Calibration.exhaustive());
  }

  private PointSet sample(Projection projection, int centroidCount, Staging staged)
      throws IOException {
    long wanted = (long) SAMPLE_PER_CLUSTER * centroidCount;
    int size = (int) Math.min(vectors.size(), wanted);
    int[] ordinals = Sampling.choose(vectors.size(), size, random);
    workers.inOrder(
        size,
        (from, count) -> projection.project(vectors.copy(), ordinals, from, count).points(),
        points -> StagedPoints.write(points.values(), staged.out()));
    return new StagedPoints(staged.in(), projection.dimensions());
  }
}
