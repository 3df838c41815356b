// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.cluster.HierarchicalKMeans;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.cluster.Points;
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
 * the other, and finally calibrates searches on the result. Beside the sample and what a cluster
 * needs, it holds two ints per vector in memory.
 */
public final class FieldBuilder {

  /** Floats of projected sample vectors held in memory for clustering, 64 MB. */
  private static final int SAMPLE_FLOATS = 1 << 24;

  /** Sample vectors per centroid beyond which clusters no longer improve; the paper's value. */
  private static final int SAMPLE_PER_CLUSTER = 256;

  /** A cluster has at most this many times the vectors asked for. */
  private static final int MAX_OVERSIZE = 4;

  /** Clusters encoded at a time. */
  private static final int WAVE = 64;

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
    int s = projection.dimensions();
    int centroidCount = Math.ceilDiv(vectors.size(), parameters.vectorsPerCluster());
    Points sample = log.time(LorannBuildPhase.PROJECTION, () -> sample(projection, centroidCount));
    float[] centroids =
        log.time(
            LorannBuildPhase.CLUSTERING,
            () ->
                new HierarchicalKMeans(random.split(), workers)
                    .run(sample, Math.min(centroidCount, sample.size())));
    NearestCentroids nearest = new NearestCentroids(centroids, centroids.length / s, s);
    SecondCentroids second = new SecondCentroids(nearest, centroids, s);
    Assigner assigner = new Assigner(vectors, projection, second, workers);
    Assignments assignments = log.time(LorannBuildPhase.ASSIGNMENT, () -> assigner.assign(sample));
    TrainingQueries queries =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () -> trainingQueries(projection, sample, centroids, nearest));
    Clustering clustering =
        Clustering.of(
            centroids, nearest.count(), assignments, MAX_OVERSIZE * parameters.vectorsPerCluster());
    ClusterLayout layout =
        new ClusterLayout(s, Math.min(parameters.rank(), s), parameters.codeBits());
    ClusterEncoder encoder =
        new ClusterEncoder(projection, layout, euclidean, queries, random.nextLong());
    float[] radii = new float[clustering.count()];
    long[] recordStarts =
        log.time(
            LorannBuildPhase.ENCODING, () -> writeRecords(clustering, encoder, s, data, radii));
    IndexLayout indexLayout = new IndexLayout(vectors.dimension(), s, clustering.count());
    new IndexPartWriter(index, indexLayout).write(projection, clustering, radii, recordStarts);
    return new ClustersEntry(
        clustering.count(),
        clustering.ordinals().length,
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

  private Points sample(Projection projection, int centroidCount) throws IOException {
    int s = projection.dimensions();
    long wanted = (long) SAMPLE_PER_CLUSTER * centroidCount;
    int size = (int) Math.min(Math.min(vectors.size(), wanted), SAMPLE_FLOATS / s);
    int[] ordinals = Sampling.choose(vectors.size(), size, random);
    float[] points = new float[size * s];
    workers.run(
        size,
        (from, count) -> {
          Points part = projection.project(vectors.copy(), ordinals, from, count).points();
          System.arraycopy(part.values(), 0, points, from * s, count * s);
        });
    return new Points(points, size, s);
  }

  /** Takes over the sample, which is worked on in place. */
  private TrainingQueries trainingQueries(
      Projection projection, Points sample, float[] centroids, NearestCentroids nearest)
      throws IOException {
    int perPoint = Math.min(TrainingQueries.NEAREST, nearest.count());
    int[] lists = new int[sample.size() * perPoint];
    workers.run(
        sample.size(),
        (from, count) -> nearest.nearest(sample.values(), from, count, perPoint, lists));
    if (euclidean == false) {
      addToAll(sample, projection.projectedMean());
    }
    return new TrainingQueries(sample, lists, perPoint, centroids, nearest.count(), euclidean);
  }

  /** For inner products only the vectors are centred, not the queries. */
  private static void addToAll(Points points, float[] mean) {
    for (int i = 0; i < points.size(); i++) {
      for (int j = 0; j < mean.length; j++) {
        points.values()[i * mean.length + j] += mean[j];
      }
    }
  }

  private long[] writeRecords(
      Clustering clustering, ClusterEncoder encoder, int s, IndexOutput data, float[] radii)
      throws IOException {
    long start = data.getFilePointer();
    long[] recordStarts = new long[clustering.count()];
    for (int wave = 0; wave < recordStarts.length; wave += WAVE) {
      List<Callable<ClusterEncoder.Encoded>> tasks = new ArrayList<>();
      for (int i = wave; i < Math.min(recordStarts.length, wave + WAVE); i++) {
        int cluster = i;
        tasks.add(() -> encode(encoder, clustering, cluster, s));
      }
      int next = wave;
      for (ClusterEncoder.Encoded cluster : workers.invokeAll(tasks)) {
        radii[next] = cluster.radius();
        recordStarts[next++] = data.getFilePointer() - start;
        data.writeBytes(cluster.record(), cluster.record().length);
      }
    }
    return recordStarts;
  }

  private ClusterEncoder.Encoded encode(
      ClusterEncoder encoder, Clustering clustering, int cluster, int s) throws IOException {
    int owner = clustering.owners()[cluster];
    float[] centroid = Arrays.copyOfRange(clustering.centroids(), owner * s, (owner + 1) * s);
    return encoder.encode(
        owner,
        centroid,
        vectors.copy(),
        clustering.ordinals(),
        clustering.starts()[cluster],
        clustering.size(cluster));
  }
}
