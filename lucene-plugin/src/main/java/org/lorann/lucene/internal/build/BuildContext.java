// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;

/** What all ways of building a field have in common: which field, how, from what, and where. */
record BuildContext(
    SegmentWriteState state,
    LorannParameters parameters,
    FieldInfo field,
    VectorSource vectors,
    Workers workers,
    BuildLog log) {

  /** A cluster has at most this many times the vectors asked for. */
  private static final int MAX_OVERSIZE = 4;

  boolean euclidean() {
    return field.getVectorSimilarityFunction() == VectorSimilarityFunction.EUCLIDEAN;
  }

  /** How many vectors a cluster may have. */
  int maxClusterSize() {
    return MAX_OVERSIZE * parameters.vectorsPerCluster();
  }

  /** The layout of clusters in so many projected dimensions. */
  ClusterLayout layout(int dimensions) {
    return new ClusterLayout(
        dimensions, Math.min(parameters.rank(), dimensions), parameters.codeBits());
  }

  /** What is added to a projected vector to make a query of it. */
  float[] queryShift(Projection projection) {
    // For inner products only the vectors are centred, not the queries.
    return euclidean() ? new float[projection.dimensions()] : projection.projectedMean();
  }

  Staging staging(String purpose) throws IOException {
    return new Staging(state, purpose);
  }

  /** The field's entry with some clusters, or with none. */
  FieldEntry entry(ClustersEntry clusters) {
    return FieldEntry.of(field, vectors.size(), parameters.targetRecall(), clusters);
  }
}
