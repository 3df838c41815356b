// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.kernel.PackedMatrix;
import org.lorann.lucene.internal.kernel.Quantizer;

public class TestClusterRecord extends LuceneTestCase {

  private final int s = randomIntBetween(1, 80);
  private final int rank = randomIntBetween(1, s);
  private final int bits = random().nextBoolean() ? 4 : 8;
  private final int size = randomIntBetween(1, 100);
  private final ClusterLayout layout = new ClusterLayout(s, rank, bits);

  private byte[] randomMatrix(int rows, int columns, float[] decoded) {
    Quantizer quantizer = Quantizer.of(bits);
    byte[] packed = new byte[Math.toIntExact(PackedMatrix.byteSize(rows, columns, bits))];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int code = bits == 4 ? randomIntBetween(0, 15) : randomIntBetween(-127, 127);
        quantizer.put(packed, PackedMatrix.paddedRows(rows), i, j, code);
        decoded[j * rows + i] = quantizer.decode(code, 1);
      }
    }
    return packed;
  }

  public void testPartsAreReadAsWritten() {
    ClusterRecord written = new ClusterRecord(layout, size);
    float[] centroid = RandomData.gaussian(random(), s);
    float[] factors = new float[rank * s];
    float[] decodedCodes = new float[size * rank];
    byte[] codes = randomMatrix(rank, size, decodedCodes);
    float[] corrections = RandomData.gaussian(random(), size);
    written.putCentroid(centroid);
    written.putFactors(randomMatrix(s, rank, factors));
    written.putCodes(codes);
    written.putCorrections(corrections);
    float scale = random().nextFloat();
    written.putScale(rank - 1, scale);
    for (int i = 0; i < size; i++) {
      written.putOrdinal(i, 3 * i);
    }
    ClusterRecord read = new ClusterRecord(layout, size, written.bytes().clone());
    assertEquals(size, read.size());
    assertEquals(scale, read.scale(rank - 1), 0);
    float[] readCentroid = read.centroid();
    for (int i = 0; i < s; i++) {
      assertEquals(centroid[i], readCentroid[i], 0.51f * read.scale(layout.centroidStep()));
    }
    assertArrayEquals(factors, read.factors(), 0);
    assertArrayEquals(codes, read.codes());
    float step = read.scale(layout.correctionStep());
    for (int i = 0; i < size; i++) {
      assertEquals(corrections[i], read.correction(i), 0.51f * step);
      assertTrue(read.hasRoomFor(corrections[i]));
      assertEquals(3 * i, read.ordinal(i));
    }
    // The step is zero if there is one correction only.
    float beyond = Math.max(129 * step, 1);
    assertFalse(read.hasRoomFor(read.scale(layout.correctionCenter()) + beyond));
  }

  public void testClustersAndCorrectionsAreTakenOver() {
    ClusterRecord old = new ClusterRecord(layout, size);
    old.putCentroid(RandomData.gaussian(random(), s));
    old.putFactors(randomMatrix(s, rank, new float[rank * s]));
    old.putCorrections(RandomData.gaussian(random(), size));
    ClusterRecord record = new ClusterRecord(layout, randomIntBetween(1, 50));
    record.putCluster(old);
    assertArrayEquals(old.factors(), record.factors(), 0);
    assertArrayEquals(old.centroid(), record.centroid(), 0);
    int from = random().nextInt(size);
    int to = random().nextInt(record.size());
    record.copyCorrection(to, old, from);
    assertEquals(old.correction(from), record.correction(to), 0);
  }
}
