// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.io.IOException;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * What the metadata file says about one field.
 *
 * @param encoding of the raw vectors
 * @param similarity of the field
 * @param dimension of the raw vectors
 * @param size how many vectors there are
 * @param targetRecall the recall aimed at by searches that do not say otherwise
 * @param clusters the field's clusters, or null when its vectors are only ever scanned exactly
 */
public record FieldEntry(
    VectorEncoding encoding,
    VectorSimilarityFunction similarity,
    int dimension,
    int size,
    double targetRecall,
    ClustersEntry clusters) {

  /** The entry of a field. */
  public static FieldEntry of(
      FieldInfo field, int size, double targetRecall, ClustersEntry clusters) {
    return new FieldEntry(
        field.getVectorEncoding(),
        field.getVectorSimilarityFunction(),
        field.getVectorDimension(),
        size,
        targetRecall,
        clusters);
  }

  /** Whether there are clusters to search. */
  public boolean hasClusters() {
    return clusters != null;
  }

  /** Writes the entry, except for the number of the field. */
  public void write(DataOutput meta) throws IOException {
    meta.writeInt(encoding.ordinal());
    meta.writeInt(Lucene99HnswVectorsReader.SIMILARITY_FUNCTIONS.indexOf(similarity));
    meta.writeInt(dimension);
    meta.writeInt(size);
    meta.writeLong(Double.doubleToLongBits(targetRecall));
    if (hasClusters()) {
      clusters.write(meta);
    } else {
      meta.writeInt(0);
    }
  }

  /**
   * Reads an entry.
   *
   * @throws CorruptIndexException if it contradicts the field or itself
   */
  public static FieldEntry read(DataInput meta, FieldInfo field) throws IOException {
    Checks checks = new Checks(field, meta);
    int encoding = meta.readInt();
    checks.that(encoding == field.getVectorEncoding().ordinal(), "encoding", encoding);
    int similarity = meta.readInt();
    checks.that(
        similarity
            == Lucene99HnswVectorsReader.SIMILARITY_FUNCTIONS.indexOf(
                field.getVectorSimilarityFunction()),
        "similarity",
        similarity);
    int dimension = meta.readInt();
    checks.that(dimension == field.getVectorDimension(), "dimension", dimension);
    int size = meta.readInt();
    checks.that(size >= 0, "size", size);
    double targetRecall = Double.longBitsToDouble(meta.readLong());
    checks.that(targetRecall > 0 && targetRecall < 1, "target recall", targetRecall);
    int clusterCount = meta.readInt();
    checks.that(clusterCount >= 0 && clusterCount <= size, "cluster count", clusterCount);
    ClustersEntry clusters =
        clusterCount == 0 ? null : ClustersEntry.read(meta, clusterCount, dimension, checks);
    return of(field, size, targetRecall, clusters);
  }

  /** Says what is wrong, and where. */
  record Checks(FieldInfo field, DataInput meta) {
    void that(boolean condition, String what, Object value) throws IOException {
      if (condition == false) {
        throw new CorruptIndexException(
            "invalid " + what + " of field \"" + field.name + "\": " + value, meta);
      }
    }
  }
}
