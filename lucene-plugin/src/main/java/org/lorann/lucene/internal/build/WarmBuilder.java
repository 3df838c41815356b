// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.internal.cluster.NearestCentroids;
import org.lorann.lucene.internal.format.ClustersEntry;
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

  /** The share of vectors in dissolved clusters beyond which nothing is kept. */
  private static final double MAX_LOOSE = 0.5;

  /** How many times the size of a new cluster one may have that is kept. */
  private static final int MAX_GROWTH = 2;

  /** How many times more clusters there may be than there should, outliers included. */
  private static final int MAX_MORE = Outliers.MAX_COUNT_RATIO + 1;

  /** How many times fewer there may be. */
  private static final int MAX_FEWER = 2;

  /** The share of vectors that may come or go before the calibration is measured again. */
  private static final double MAX_CHANGES = 0.1;

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
   * Writes to the ends of two files. Returns null, with nothing written, if too little of the base
   * is worth keeping.
   */
  BuiltClusters build(IndexOutput index, IndexOutput data) throws IOException {
    try (Stagings files = new Stagings(context.state())) {
      Survivors survivors = Survivors.of(mergeBase, values, files.create("survivors"), workers);
      if (survivors.count() < MIN_SHARE * vectors.size()) {
        return cold("it is " + survivors.count() + " of the " + vectors.size() + " vectors only");
      }
      Arrivals arrivals = log.time(LorannBuildPhase.ASSIGNMENT, () -> arrivals(survivors, files));
      double energyKept = arrivals.energyKeptWith(survivors.count(), base.entry().energyKept());
      double fitted = base.entry().history().fittedEnergy();
      if (ProjectionFitter.isStillGood(fitted, energyKept) == false) {
        return cold("the projection keeps " + energyKept + " of the energy, once " + fitted);
      }
      Drift drift = Drift.of(base, survivors, arrivals, context.maxClusterSize(), workers);
      if (drift.looseShare() > MAX_LOOSE) {
        return cold("clusters with " + drift.looseShare() + " of the vectors have drifted");
      }
      int wanted = Math.ceilDiv(vectors.size(), context.parameters().vectorsPerCluster());
      int fresh = freshClusters(drift, wanted);
      int count = drift.kept().length + fresh;
      if (count > MAX_MORE * wanted || wanted > MAX_FEWER * count) {
        return cold(count + " clusters where there should be " + wanted);
      }
      Regrouping regrouping = new Regrouping(context, base, survivors, drift, files);
      regrouping.run(arrivals, wanted, fresh, random);
      if (regrouping.maxKeptSize() > MAX_GROWTH * context.maxClusterSize()) {
        return cold("a cluster has outgrown its bounds");
      }
      ClustersEntry entry = write(regrouping, index, data);
      return finish(entry, energyKept, survivors, arrivals, regrouping);
    }
  }

  private BuiltClusters cold(String reason) {
    log.message(
        "nothing is kept of a segment with " + mergeBase.entry().size() + " vectors: " + reason);
    return null;
  }

  private Arrivals arrivals(Survivors survivors, Stagings files) throws IOException {
    NearestCentroids nearest =
        NearestCentroids.of(base.centroids(), base.count(), dimensions, random.split(), workers);
    return Arrivals.of(
        context,
        StagedInts.of(survivors.arrivals(), files.create("arrivals")),
        base,
        nearest,
        files.create("homes"));
  }

  /**
   * How many clusters to make of those dissolved: as many as are missing, within what is reasonable
   * for their vectors.
   */
  private int freshClusters(Drift drift, int wanted) {
    if (drift.loose() == 0) {
      return 0;
    }
    double codesPerVector = (double) base.entry().codes() / mergeBase.entry().size();
    double usual = drift.loose() / codesPerVector / context.parameters().vectorsPerCluster();
    return (int)
        Math.clamp(wanted - drift.kept().length, Math.ceil(usual / 2), Math.ceil(2 * usual));
  }

  private ClustersEntry write(Regrouping regrouping, IndexOutput index, IndexOutput data)
      throws IOException {
    Clustering clustering = regrouping.clustering();
    RecordsWriter.Written records =
        log.time(
            LorannBuildPhase.ENCODING,
            () ->
                new RecordsWriter(clustering, regrouping.encoder(random.nextLong()), workers, data)
                    .write(regrouping.assignments(), regrouping.assigned()));
    IndexLayout layout = new IndexLayout(vectors.dimension(), dimensions, clustering.count());
    long indexOffset =
        log.time(
            LorannBuildPhase.WRITING,
            () -> new IndexPartWriter(index, layout).write(base.projection(), clustering, records));
    return new ClustersEntry(
        new ClustersEntry.Shape(
            layout,
            base.layout(),
            records.codes(),
            context.parameters().vectorsPerCluster(),
            base.projection().scale()),
        base.projection().energyKept(),
        new ClustersEntry.Place(
            indexOffset, records.offset(), data.getFilePointer() - records.offset()),
        base.entry().calibration(),
        base.entry().history());
  }

  private BuiltClusters finish(
      ClustersEntry entry,
      double energyKept,
      Survivors survivors,
      Arrivals arrivals,
      Regrouping regrouping) {
    int dropped = mergeBase.entry().size() - survivors.count();
    ClustersEntry changed =
        entry.changed(
            (float) Math.min(1, energyKept), regrouping.acceptedLoss(), arrivals.count() + dropped);
    boolean calibrated = changed.history().changes() <= MAX_CHANGES * vectors.size();
    log.message(
        "kept of a segment with "
            + mergeBase.entry().size()
            + " vectors: "
            + (vectors.size() - regrouping.newcomers())
            + " copied, "
            + regrouping.newcomers()
            + " encoded, "
            + dropped
            + " dropped; clusters: "
            + regrouping.describe()
            + "; the calibration is "
            + (calibrated ? "kept" : "measured again"));
    return new BuiltClusters(base.projection().mean(), changed, calibrated);
  }
}
