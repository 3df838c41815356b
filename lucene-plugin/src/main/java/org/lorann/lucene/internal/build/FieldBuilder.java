// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;

/**
 * Builds the index of one field of one segment: a merge goes on from the clusters of one of its
 * segments where it can, all else is built from the raw vectors. Then searches on the result are
 * calibrated, unless an earlier calibration still holds.
 */
public final class FieldBuilder {

  private final BuildContext context;
  private final KnnVectorValues values;
  private final SplittableRandom random;
  private final BuildLog log;

  /** Creates a builder for the vectors of a field. */
  public FieldBuilder(
      SegmentWriteState state,
      LorannParameters parameters,
      FieldInfo field,
      KnnVectorValues values,
      Workers workers) {
    this.values = values;
    this.random = new SplittableRandom(parameters.seed());
    this.log = new BuildLog(state, field);
    this.context =
        new BuildContext(
            state,
            parameters,
            field,
            VectorSource.of(values, field.getVectorSimilarityFunction()),
            workers,
            log);
  }

  /**
   * Builds the field at the end of both files, and returns the entry to be written to a third.
   *
   * @param base what to go on from, or null
   */
  public FieldEntry build(MergeBase base, IndexOutput index, IndexOutput data) throws IOException {
    int n = values.size();
    if (n == 0 || n < context.parameters().exactSearchThreshold()) {
      return context.entry(null);
    }
    try (Staging stagedIndex = context.staging("index");
        Staging stagedData = context.staging("data")) {
      BuiltClusters built = build(base, stagedIndex, stagedData);
      if (built == null) {
        log.message("no clusters, as the vectors have no usable spread");
        return context.entry(null);
      }
      Calibration calibration =
          built.calibrated() ? null : calibrate(built, stagedIndex, stagedData);
      ClustersEntry moved =
          log.time(
              LorannBuildPhase.WRITING,
              () ->
                  built
                      .entry()
                      .movedTo(
                          stagedIndex.copyTo(index, ClusterLayout.ALIGNMENT),
                          stagedData.copyTo(data, ClusterLayout.ALIGNMENT)));
      describe(built.projection(), moved);
      return context.entry(calibration == null ? moved : moved.calibrated(calibration));
    }
  }

  private BuiltClusters build(MergeBase base, Staging index, Staging data) throws IOException {
    BuiltClusters warm =
        base == null ? null : new WarmBuilder(context, values, base).build(index.out(), data.out());
    return warm == null ? new ColdBuilder(context, random).build(index.out(), data.out()) : warm;
  }

  private Calibration calibrate(BuiltClusters built, Staging index, Staging data)
      throws IOException {
    return log.time(
        LorannBuildPhase.CALIBRATION,
        () ->
            new Calibrator(
                    context.vectors(),
                    context.entry(built.entry()),
                    built.projection().mean(),
                    context.workers(),
                    random.split())
                .calibrate(index.in(), data.in()));
  }

  private void describe(Projection projection, ClustersEntry clusters) {
    log.message(
        clusters.count()
            + " clusters of "
            + values.size()
            + " vectors, "
            + projection.dimensions()
            + " of "
            + values.dimension()
            + " dimensions with "
            + clusters.energyKept()
            + " of the energy");
    log.finish();
  }
}
