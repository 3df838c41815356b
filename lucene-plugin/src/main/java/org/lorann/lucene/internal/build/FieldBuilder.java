// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.lorann.lucene.LorannBuildPhase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.format.Calibration;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;

/**
 * Builds the index of one field of one segment: a merge goes on from the clusters of one of its
 * segments where it can, all else is built from the raw vectors. Then searches on the result are
 * calibrated, unless an earlier calibration still holds. These are two steps, as what is written to
 * a file can be read only after all fields are written and the file is closed.
 */
public final class FieldBuilder {

  private final BuildContext context;
  private final KnnVectorValues values;
  private final SplittableRandom random;
  private final BuildLog log;
  private BuiltClusters built;

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
   * Writes the field to the ends of both files.
   *
   * @param base what to go on from, or null
   */
  public void build(MergeBase base, IndexOutput index, IndexOutput data) throws IOException {
    int n = values.size();
    if (n == 0 || n < context.parameters().exactSearchThreshold()) {
      return;
    }
    if (base != null) {
      built = new WarmBuilder(context, values, base).build(index, data);
    }
    if (built == null) {
      built = new ColdBuilder(context, random).build(index, data);
    }
    if (built == null) {
      log.message("no clusters, as the vectors have no usable spread");
    }
  }

  /** Calibrates what was written to both files, and returns the entry to be written to a third. */
  public FieldEntry calibrate(IndexInput index, IndexInput data) throws IOException {
    context.workers().checkAborted();
    if (built == null) {
      return context.entry(null);
    }
    ClustersEntry clusters = built.entry();
    if (built.calibrated() == false) {
      clusters = clusters.calibrated(measure(index, data));
    }
    describe(clusters);
    return context.entry(clusters);
  }

  private Calibration measure(IndexInput index, IndexInput data) throws IOException {
    return log.time(
        LorannBuildPhase.CALIBRATION,
        () ->
            new Calibrator(
                    context.vectors(),
                    context.entry(built.entry()),
                    built.mean(),
                    context.workers(),
                    random.split())
                .calibrate(index, data));
  }

  private void describe(ClustersEntry clusters) {
    log.message(
        clusters.count()
            + " clusters of "
            + values.size()
            + " vectors, "
            + clusters.layout().dimensions()
            + " of "
            + values.dimension()
            + " dimensions with "
            + clusters.energyKept()
            + " of the energy");
    log.finish();
  }
}
