// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;

/** A segment of random vectors of some length, and the scale of a query's estimates. */
final class OpenSegment implements Closeable {

  private static final int DIMENSION = 8;

  final EstimateScale scale;
  private final OpenField field;

  OpenSegment(int size, float length) throws IOException {
    float[][] rows = new float[size][];
    for (int i = 0; i < size; i++) {
      rows[i] = RandomData.gaussian(LuceneTestCase.random(), DIMENSION);
      for (int j = 0; j < DIMENSION; j++) {
        rows[i][j] *= length;
      }
    }
    VectorSimilarityFunction similarity = VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    field =
        new OpenField(
            FloatVectorValues.fromFloats(Arrays.asList(rows), DIMENSION),
            similarity,
            LorannParameters.builder().vectorsPerCluster(16));
    QueryVector query = QueryVector.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
    scale = new EstimateScale(field.entry, query, 0);
  }

  FloorShare share(SharedFloor floor, int firstVector) {
    return share(floor, firstVector, false);
  }

  FloorShare share(SharedFloor floor, int firstVector, boolean allWanted) {
    ErrorMeter unknown = new ErrorMeter(ordinals -> new float[0]);
    return new FloorShare(floor, firstVector, scale, unknown, allWanted);
  }

  @Override
  public void close() throws IOException {
    field.close();
  }
}
