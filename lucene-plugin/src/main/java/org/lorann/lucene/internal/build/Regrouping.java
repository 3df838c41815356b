// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.internal.cluster.HierarchicalKMeans;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.cluster.PointSet;
import org.lorann.lucene.internal.cluster.SecondCentroids;

/**
 * Finds the clusters of vectors that have none, in a merge that goes on from a base: those that
 * arrived, and those whose clusters are dissolved, in whose place it makes new ones.
 */
final class Regrouping {

  /**
   * Sample vectors per new centroid. More than in a cold build, as for these few clusters they are
   * all the training queries there are.
   */
  private static final int SAMPLE_PER_CLUSTER = 256;

  /** Vectors on which the limits of assignments are measured, when clusters have changed. */
  private static final int LIMITS_SAMPLE = 4_096;

  private final BuildContext context;
  private final BaseClusters base;
  private final Survivors survivors;
  private final Drift drift;
  private final Stagings files;
  private final Projection projection;
  private final int dimensions;
  private final BuildLog log;

  private PointSet sample;
  private float[] centroids;
  private NearestCentroids nearest;
  private VectorSource newcomers;
  private KeptVectors keptVectors;
  private int[] stayed;
  private Assigner.Limits limits;
  private Outliers outliers;
  private Assignments assignments;
  private Staging assigned;

  Regrouping(
      BuildContext context, BaseClusters base, Survivors survivors, Drift drift, Stagings files) {
    this.context = context;
    this.base = base;
    this.survivors = survivors;
    this.drift = drift;
    this.files = files;
    this.projection = base.projection();
    this.dimensions = projection.dimensions();
    this.log = context.log();
  }

  /**
   * Assigns the vectors.
   *
   * @param wanted how many clusters there should be
   * @param fresh how many to make in place of those dissolved
   */
  void run(Arrivals arrivals, int wanted, int fresh, SplittableRandom random) throws IOException {
    FixedBitSet loose = loose(arrivals);
    sample = log.time(LorannBuildPhase.PROJECTION, () -> sample(loose, fresh, random));
    centroids = log.time(LorannBuildPhase.CLUSTERING, () -> centroids(fresh, random));
    nearest =
        NearestCentroids.of(
            centroids,
            centroids.length / dimensions,
            dimensions,
            random.split(),
            context.workers());
    FixedBitSet moving = survivors.arrivals();
    moving.or(loose);
    newcomers = context.vectors().select(StagedInts.of(moving, files.create("newcomers")));
    keptVectors = new KeptVectors(base, survivors, loose);
    stayed = keptVectors.counts(context.workers());
    assigned = files.create("assignments");
    limits = log.time(LorannBuildPhase.ASSIGNMENT, () -> limits(random));
    outliers = new Outliers(limits.distance(), wanted, nearest.count());
    assignments =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () -> assigner(newcomers).assign(limits, outliers, assigned.out()));
  }

  /** The vectors of dissolved clusters: those that were there and those that would have come. */
  private FixedBitSet loose(Arrivals arrivals) throws IOException {
    FixedBitSet loose = new FixedBitSet(survivors.total());
    for (int cluster = 0; cluster < base.count(); cluster++) {
      if (drift.dissolved()[cluster]) {
        int[] ordinals = base.ordinals(cluster);
        survivors.translate(ordinals);
        for (int ordinal : ordinals) {
          if (ordinal != Survivors.GONE) {
            loose.set(ordinal);
          }
        }
      }
    }
    arrivals.addThoseOf(drift.dissolved(), loose);
    return loose;
  }

  private PointSet sample(FixedBitSet loose, int fresh, SplittableRandom random)
      throws IOException {
    VectorSource source = context.vectors().select(StagedInts.of(loose, files.create("loose")));
    int size = (int) Math.min(source.size(), (long) SAMPLE_PER_CLUSTER * fresh);
    return StagedPoints.sample(
        source, size, projection, context.workers(), random, files.create("sample"));
  }

  /** The centroids of the clusters that are kept, then those of new ones. */
  private float[] centroids(int fresh, SplittableRandom random) throws IOException {
    float[] made =
        fresh == 0
            ? new float[0]
            : new HierarchicalKMeans(random.split(), context.workers())
                .run(sample, Math.min(fresh, sample.size()));
    int kept = drift.kept().length * dimensions;
    float[] all = new float[kept + made.length];
    for (int i = 0; i < drift.kept().length; i++) {
      int from = drift.kept()[i] * dimensions;
      System.arraycopy(base.centroids(), from, all, i * dimensions, dimensions);
    }
    System.arraycopy(made, 0, all, kept, made.length);
    return all;
  }

  private Assigner assigner(VectorSource vectors) {
    return new Assigner(
        vectors,
        projection,
        new SecondCentroids(nearest, centroids, dimensions),
        context.workers());
  }

  private Assigner.Limits limits(SplittableRandom random) throws IOException {
    return drift.loose() == 0
        ? new Assigner.Limits(
            base.entry().history().acceptedLoss(), Outliers.limit(base.squaredRadius()))
        : assigner(context.vectors()).limits(LIMITS_SAMPLE, random.split());
  }

  /** How many vectors were assigned. */
  int newcomers() {
    return newcomers.size();
  }

  /** The loss up to which they got a second cluster. */
  float acceptedLoss() {
    return limits.loss();
  }

  /** Where they were assigned to, by the centroids of {@link #clustering}. */
  Assignments assignments() {
    return assignments;
  }

  /** The file of the assignments. */
  IndexInput assigned() throws IOException {
    return assigned.in();
  }

  /** The size of the largest cluster that is kept. */
  int maxKeptSize() {
    int max = 0;
    for (int i = 0; i < drift.kept().length; i++) {
      max = Math.max(max, stayed[drift.kept()[i]] + assignments.sizes()[i]);
    }
    return max;
  }

  /** The clusters that are kept, but for empty ones, and new ones, cut as in a cold build. */
  Clustering clustering() {
    int[] sizes = assignments.sizes();
    int[] parts = new int[sizes.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          i < drift.kept().length
              ? Math.min(1, stayed[drift.kept()[i]] + sizes[i])
              : Math.ceilDiv(sizes[i], context.maxClusterSize());
    }
    return Clustering.ofParts(outliers.append(centroids), dimensions, sizes, parts);
  }

  /** What makes the records: of clusters that are kept from those they had. */
  RecordEncoder encoder(long seed) throws IOException {
    TrainingQueries queries =
        TrainingQueries.of(
            sample,
            context.queryShift(projection),
            nearest,
            centroids,
            context.euclidean(),
            context.workers());
    RecordEncoder fitting =
        new ClusterEncoder(
            newcomers, projection, base.layout(), context.euclidean(), queries, seed);
    RecordEncoder extending =
        new ClusterExtender(base, drift.kept(), keptVectors, newcomers, context.euclidean());
    return (cluster, centroid, ordinals, from, size) ->
        (cluster < drift.kept().length ? extending : fitting)
            .encode(cluster, centroid, ordinals, from, size);
  }

  /** How many clusters there are of which kind; those that ran empty count as dissolved. */
  String describe() {
    int[] owners = clustering().owners();
    long kept = Arrays.stream(owners).filter(owner -> owner < drift.kept().length).count();
    return kept
        + " kept, "
        + (base.count() - kept)
        + " dissolved, "
        + (owners.length - kept)
        + " new";
  }
}
