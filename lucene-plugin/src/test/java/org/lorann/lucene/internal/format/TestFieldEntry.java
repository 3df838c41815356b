// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.FieldFixture;

public class TestFieldEntry extends LuceneTestCase {

  /** The values of an entry with clusters, valid at first, to be changed one at a time. */
  private static final class Values {
    VectorEncoding encoding = any(VectorEncoding.values());
    VectorSimilarityFunction similarity = any(VectorSimilarityFunction.values());
    int dimension = randomIntBetween(1, 4096);
    int size = randomIntBetween(1, 1_000_000);
    double targetRecall = 0.01 + 0.98 * random().nextDouble();
    int count = randomIntBetween(1, Math.min(size, 10_000));
    int vectorsPerCluster = randomIntBetween(1, 65_536);
    int projected = randomIntBetween(1, Math.min(dimension, 512));
    int rank = randomIntBetween(1, projected);
    int bits = random().nextBoolean() ? 4 : 8;
    float scale = random().nextFloat() + Float.MIN_VALUE;
    float energyKept = random().nextFloat();
    final long codes = count + (random().nextLong() >>> 2);
    long indexOffset = random().nextLong() >>> 1;
    long dataOffset = random().nextLong() >>> 1;
    long dataLength = 1 + (random().nextLong() >>> 2);
    final Calibration calibration = new Calibration(TestCalibration.randomTable());

    int dimensionsAsked = randomIntBetween(0, 4096);
    float fittedEnergy = random().nextFloat();
    float acceptedLoss = random().nextInt(10) == 0 ? Float.POSITIVE_INFINITY : random().nextFloat();
    long changes = random().nextLong() >>> 1;

    private static <T> T any(T[] values) {
      return values[random().nextInt(values.length)];
    }

    FieldInfo field() {
      return FieldFixture.field(dimension, encoding, similarity);
    }

    History history() {
      return new History(dimensionsAsked, fittedEnergy, acceptedLoss, changes);
    }

    FieldEntry entry() {
      ClustersEntry clusters =
          new ClustersEntry(
              new ClustersEntry.Shape(
                  new IndexLayout(dimension, projected, count),
                  new ClusterLayout(projected, rank, bits),
                  codes,
                  vectorsPerCluster,
                  scale),
              energyKept,
              new ClustersEntry.Place(indexOffset, dataOffset, dataLength),
              calibration,
              history());
      return new FieldEntry(encoding, similarity, dimension, size, targetRecall, clusters);
    }
  }

  private static ByteBuffersDataOutput written(FieldEntry entry) throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    entry.write(out);
    return out;
  }

  private static FieldEntry read(FieldEntry written, FieldInfo field) throws IOException {
    ByteBuffersDataOutput out = written(written);
    out.writeInt(SegmentFile.END_OF_FIELDS);
    var in = out.toDataInput();
    FieldEntry entry = FieldEntry.read(in, field);
    assertEquals("read to its end", SegmentFile.END_OF_FIELDS, in.readInt());
    return entry;
  }

  public void testEntryWithClustersIsReadAsWritten() throws IOException {
    Values values = new Values();
    FieldEntry written = values.entry();
    FieldEntry read = read(written, values.field());
    assertEquals(values.encoding, read.encoding());
    assertEquals(values.similarity, read.similarity());
    assertEquals(values.dimension, read.dimension());
    assertEquals(values.size, read.size());
    assertEquals(values.targetRecall, read.targetRecall(), 0);
    ClustersEntry clusters = read.clusters();
    assertEquals(values.count, clusters.count());
    assertEquals(values.codes, clusters.codes());
    assertEquals(values.vectorsPerCluster, clusters.vectorsPerCluster());
    assertEquals(written.clusters().indexLayout(), clusters.indexLayout());
    assertEquals(written.clusters().layout(), clusters.layout());
    assertEquals(values.scale, clusters.scale(), 0f);
    assertEquals(values.energyKept, clusters.energyKept(), 0f);
    assertEquals(values.indexOffset, clusters.indexOffset());
    assertEquals(values.dataOffset, clusters.dataOffset());
    assertEquals(values.dataLength, clusters.dataLength());
    assertEquals(values.history(), clusters.history());
    int k = randomIntBetween(1, 200);
    assertEquals(values.calibration.limits(k, 0.95), clusters.calibration().limits(k, 0.95));
  }

  public void testEntryWithoutClustersIsReadAsWritten() throws IOException {
    Values values = new Values();
    values.size = randomIntBetween(0, 100);
    FieldEntry written = FieldEntry.of(values.field(), values.size, values.targetRecall, null);
    assertFalse(written.hasClusters());
    assertEquals(written, read(written, values.field()));
  }

  public void testCalibratedEntriesKeepTheRest() {
    Values values = new Values();
    ClustersEntry entry = values.entry().clusters();
    Calibration calibration = Calibration.exhaustive();
    ClustersEntry changed = entry.calibrated(calibration);
    assertSame(calibration, changed.calibration());
    assertEquals(0, changed.history().changes());
    ClustersEntry back = changed.calibrated(entry.calibration());
    values.changes = 0;
    assertEquals(values.entry().clusters(), back);
  }

  /** Changes one value of a valid entry. */
  private interface Damage {
    void to(Values values);
  }

  private static void assertRefused(String what, Damage damage) throws IOException {
    Values values = new Values();
    FieldInfo field = values.field();
    damage.to(values);
    FieldEntry entry = values.entry();
    CorruptIndexException e =
        expectThrows(CorruptIndexException.class, what, () -> read(entry, field));
    assertTrue(e.getMessage(), e.getMessage().contains("invalid " + what + " of field"));
    assertTrue(e.getMessage(), e.getMessage().contains("\"" + field.name + "\""));
  }

  public void testContradictionsToTheFieldAreRefused() throws IOException {
    assertRefused(
        "encoding",
        v ->
            v.encoding =
                v.encoding == VectorEncoding.BYTE ? VectorEncoding.FLOAT32 : VectorEncoding.BYTE);
    assertRefused(
        "similarity",
        v ->
            v.similarity =
                v.similarity == VectorSimilarityFunction.COSINE
                    ? VectorSimilarityFunction.EUCLIDEAN
                    : VectorSimilarityFunction.COSINE);
    assertRefused("dimension", v -> v.dimension += randomIntBetween(1, 10));
  }

  public void testImpossibleSizesAreRefused() throws IOException {
    assertRefused("size", v -> v.size = randomIntBetween(Integer.MIN_VALUE, -1));
    assertRefused("cluster count", v -> v.count = randomIntBetween(-10_000, -1));
    assertRefused("cluster count", v -> v.count = v.size + randomIntBetween(1, 10));
    assertRefused("vectors per cluster", v -> v.vectorsPerCluster = randomIntBetween(-10, 0));
    assertRefused("projected dimension", v -> v.projected = randomIntBetween(-10, 0));
    assertRefused("projected dimension", v -> v.projected = v.dimension + 1);
    assertRefused("rank", v -> v.rank = randomIntBetween(-10, 0));
    assertRefused("rank", v -> v.rank = v.projected + 1);
    assertRefused(
        "projected dimensions asked for", v -> v.dimensionsAsked = randomIntBetween(-10, -1));
    assertRefused("number of changes", v -> v.changes = randomIntBetween(-10, -1));
    assertRefused("bits", v -> v.bits = randomIntBetween(5, 7));
  }

  public void testImpossibleNumbersAreRefused() throws IOException {
    for (double recall : new double[] {0, 1, -0.5, 2, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused("target recall", v -> v.targetRecall = recall);
    }
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused("scale", v -> v.scale = scale);
    }
    for (float loss : new float[] {-0.1f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      assertRefused("accepted loss", v -> v.acceptedLoss = loss);
    }
    for (float energy : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertRefused("energy", v -> v.energyKept = energy);
      assertRefused("energy when fitted", v -> v.fittedEnergy = energy);
    }
  }

  public void testImpossiblePlacesAreRefused() throws IOException {
    assertRefused("index offset", v -> v.indexOffset = -1);
    assertRefused("data offset", v -> v.dataOffset = Long.MIN_VALUE);
    assertRefused("data length", v -> v.dataLength = randomIntBetween(-10, 0));
  }
}
