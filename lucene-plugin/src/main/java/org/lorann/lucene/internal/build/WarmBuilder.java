// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.internal.cluster.HierarchicalKMeans;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.cluster.PointSet;
import org.lorann.lucene.internal.cluster.SecondCentroids;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.History;
import org.lorann.lucene.internal.format.IndexLayout;

/**
 * Builds the clusters of a merged segment from those of one of its segments, the base. The
 * projection stays. Clusters stay, with their factors and the codes of the vectors that are still
 * there, unless most of what is in them now came after they were fitted: these are dissolved, and
 * new clusters are made of their vectors. Vectors of other segments, and those of dissolved
 * clusters, are assigned to the clusters there are then, and encoded.
 *
 * <p>So what it costs depends on how many vectors came and where, and hardly on how many were there
 * before. In memory there is what grows with the clusters, and a few bits per vector.
 */
final class WarmBuilder {

  /** The share of the merged vectors that the base must have. */
  private static final double MIN_SHARE = 0.5;

  /** How much less of the energy than when it was fitted the projection may keep. */
  private static final double MAX_ENERGY_LOSS = 0.02;

  /** The share of vectors in dissolved clusters beyond which nothing is kept. */
  private static final double MAX_LOOSE = 0.5;

  /** How many times more or fewer clusters there may be than there should. */
  private static final int MAX_COUNT_RATIO = 2;

  /** The share of vectors that may come or go before the calibration is measured again. */
  private static final double MAX_CHANGES = 0.1;

  /**
   * Sample vectors per new centroid. More than in a cold build, as for these few clusters they are
   * all the training queries there are.
   */
  private static final int SAMPLE_PER_CLUSTER = 256;

  private final BuildContext context;
  private final VectorSource vectors;
  private final Workers workers;
  private final BuildLog log;
  private final KnnVectorValues values;
  private final MergeBase mergeBase;
  private final BaseClusters base;
  private final int dimensions;
  private final SplittableRandom random;

  WarmBuilder(BuildContext context, KnnVectorValues values, MergeBase mergeBase)
      throws IOException {
    this.context = context;
    this.vectors = context.vectors();
    this.workers = context.workers();
    this.log = context.log();
    this.values = values;
    this.mergeBase = mergeBase;
    this.base = new BaseClusters(mergeBase);
    this.dimensions = base.projection().dimensions();
    this.random = new SplittableRandom(context.parameters().seed());
  }

  /**
   * Builds at the beginning of two files. Returns null, with nothing written, if too little of the
   * base is worth keeping.
   */
  BuiltClusters build(IndexOutput index, IndexOutput data) throws IOException {
    try (Stagings files = new Stagings(context.state())) {
      Survivors survivors = Survivors.of(mergeBase, values, files.create("survivors"));
      if (survivors.count() < MIN_SHARE * vectors.size()) {
        return cold("it is " + survivors.count() + " of the " + vectors.size() + " vectors only");
      }
      Arrivals arrivals = log.time(LorannBuildPhase.ASSIGNMENT, () -> arrivals(survivors, files));
      double energyKept = arrivals.energyKeptWith(survivors.count(), base.entry().energyKept());
      double fitted = base.entry().history().fittedEnergy();
      if ((energyKept >= fitted - MAX_ENERGY_LOSS) == false) {
        return cold("the projection keeps " + energyKept + " of the energy, once " + fitted);
      }
      Drift drift = Drift.of(base, survivors, arrivals.perCluster());
      if (drift.looseShare() > MAX_LOOSE) {
        return cold("clusters with " + drift.looseShare() + " of the vectors have drifted");
      }
      int fresh = freshClusters(drift);
      int count = drift.kept().length + fresh;
      int wanted = Math.ceilDiv(vectors.size(), context.parameters().vectorsPerCluster());
      if (count > MAX_COUNT_RATIO * wanted || wanted > MAX_COUNT_RATIO * count) {
        return cold(count + " clusters where there should be " + wanted);
      }
      return build(survivors, arrivals, drift, fresh, files, new Target(index, data, energyKept));
    }
  }

  /** Where to write, and what is known beforehand about the result. */
  private record Target(IndexOutput index, IndexOutput data, double energyKept) {}

  private BuiltClusters cold(String reason) {
    log.message("nothing is kept of a segment with " + mergeBase.entry().size() + ": " + reason);
    return null;
  }

  private Arrivals arrivals(Survivors survivors, Stagings files) throws IOException {
    NearestCentroids nearest =
        NearestCentroids.of(base.centroids(), base.count(), dimensions, random.split());
    return Arrivals.of(
        context,
        StagedInts.of(survivors.arrivals(), files.create("arrivals")),
        base.projection(),
        nearest,
        files.create("homes"));
  }

  /** How many clusters to make of those dissolved. */
  private int freshClusters(Drift drift) {
    if (drift.loose() == 0) {
      return 0;
    }
    double codesPerVector = (double) base.entry().codes() / mergeBase.entry().size();
    double vectorsLoose = drift.loose() / codesPerVector;
    return (int) Math.max(1, Math.round(vectorsLoose / context.parameters().vectorsPerCluster()));
  }

  private BuiltClusters build(
      Survivors survivors, Arrivals arrivals, Drift drift, int fresh, Stagings files, Target target)
      throws IOException {
    int kept = drift.kept().length;
    FixedBitSet loose = loose(survivors, arrivals, drift);
    PointSet sample = log.time(LorannBuildPhase.PROJECTION, () -> sample(loose, fresh, files));
    float[] centroids =
        log.time(LorannBuildPhase.CLUSTERING, () -> centroids(drift, sample, fresh));
    int count = centroids.length / dimensions;
    NearestCentroids nearest = NearestCentroids.of(centroids, count, dimensions, random.split());
    FixedBitSet moving = survivors.arrivals();
    moving.or(loose);
    VectorSource newcomers = vectors.select(StagedInts.of(moving, files.create("newcomers")));
    Staging assigned = files.create("assignments");
    Assignments assignments =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () ->
                new Assigner(
                        newcomers,
                        base.projection(),
                        new SecondCentroids(nearest, centroids, dimensions),
                        workers)
                    .assign(base.entry().history().acceptedLoss(), assigned.out()));
    KeptVectors keptVectors = new KeptVectors(base, survivors, loose);
    int[] parts = parts(drift, keptVectors.counts(), assignments.sizes());
    if (parts == null) {
      return cold("a cluster has outgrown its bounds");
    }
    Clustering clustering = Clustering.ofParts(centroids, dimensions, assignments.sizes(), parts);
    TrainingQueries queries =
        log.time(
            LorannBuildPhase.ASSIGNMENT,
            () ->
                TrainingQueries.of(
                    sample,
                    context.queryShift(base.projection()),
                    nearest,
                    centroids,
                    context.euclidean(),
                    workers));
    RecordEncoder extender =
        new ClusterExtender(base, drift.kept(), keptVectors, newcomers, context.euclidean());
    RecordEncoder encoder =
        new ClusterEncoder(
            newcomers,
            base.projection(),
            base.layout(),
            context.euclidean(),
            queries,
            random.nextLong());
    RecordsWriter.Written records =
        log.time(
            LorannBuildPhase.ENCODING,
            () ->
                new RecordsWriter(
                        clustering,
                        (cluster, centroid, ordinals, from, size) ->
                            (cluster < kept ? extender : encoder)
                                .encode(cluster, centroid, ordinals, from, size),
                        workers,
                        target.data)
                    .write(assignments, assigned.in()));
    IndexLayout layout = new IndexLayout(vectors.dimension(), dimensions, clustering.count());
    new IndexPartWriter(target.index, layout).write(base.projection(), clustering, records);
    ClustersEntry entry = entry(layout, records, survivors, arrivals, target);
    boolean calibrated = entry.history().changes() <= MAX_CHANGES * vectors.size();
    log.message(
        "went on from a segment with "
            + mergeBase.entry().size()
            + " vectors: "
            + (vectors.size() - newcomers.size())
            + " copied, "
            + newcomers.size()
            + " encoded, "
            + (mergeBase.entry().size() - survivors.count())
            + " dropped; clusters: "
            + kept
            + " kept, "
            + (base.count() - kept)
            + " dissolved, "
            + fresh
            + " new; the calibration is "
            + (calibrated ? "kept" : "measured again"));
    return new BuiltClusters(base.projection(), entry, calibrated);
  }

  /** The vectors of dissolved clusters: those that were there and those that would have come. */
  private FixedBitSet loose(Survivors survivors, Arrivals arrivals, Drift drift)
      throws IOException {
    FixedBitSet loose = new FixedBitSet(vectors.size());
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

  private PointSet sample(FixedBitSet loose, int fresh, Stagings files) throws IOException {
    VectorSource source = vectors.select(StagedInts.of(loose, files.create("loose")));
    int size = (int) Math.min(source.size(), (long) SAMPLE_PER_CLUSTER * fresh);
    return StagedPoints.sample(
        source, size, base.projection(), workers, random, files.create("sample"));
  }

  /** The centroids of the clusters that are kept, then those of new ones. */
  private float[] centroids(Drift drift, PointSet sample, int fresh) throws IOException {
    float[] made =
        fresh == 0
            ? new float[0]
            : new HierarchicalKMeans(random.split(), workers)
                .run(sample, Math.min(fresh, sample.size()));
    int kept = drift.kept().length * dimensions;
    float[] centroids = new float[kept + made.length];
    for (int i = 0; i < drift.kept().length; i++) {
      int from = drift.kept()[i] * dimensions;
      System.arraycopy(base.centroids(), from, centroids, i * dimensions, dimensions);
    }
    System.arraycopy(made, 0, centroids, kept, made.length);
    return centroids;
  }

  /**
   * How many clusters each centroid gets: clusters that are kept stay one, unless they are empty,
   * and new ones are cut as in a cold build. Returns null if a cluster that is kept would be too
   * large.
   */
  private int[] parts(Drift drift, int[] stayed, int[] come) {
    int max = context.maxClusterSize();
    int[] parts = new int[come.length];
    for (int i = 0; i < parts.length; i++) {
      int stay = i < drift.kept().length ? stayed[drift.kept()[i]] : 0;
      parts[i] = Math.ceilDiv(stay + come[i], max);
      if (stay > 0 && parts[i] > 1) {
        return null;
      }
    }
    return parts;
  }

  private ClustersEntry entry(
      IndexLayout layout,
      RecordsWriter.Written records,
      Survivors survivors,
      Arrivals arrivals,
      Target target) {
    History history = base.entry().history();
    long changes =
        history.changes() + arrivals.count() + mergeBase.entry().size() - survivors.count();
    return new ClustersEntry(
        layout.clusters(),
        records.codes(),
        context.parameters().vectorsPerCluster(),
        layout,
        base.layout(),
        base.projection().scale(),
        (float) Math.min(1, target.energyKept),
        0,
        0,
        target.data.getFilePointer(),
        base.entry().calibration(),
        new History(
            history.dimensionsAsked(), history.fittedEnergy(), history.acceptedLoss(), changes));
  }
}
