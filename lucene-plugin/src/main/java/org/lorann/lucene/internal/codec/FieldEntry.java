// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.IOException;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.IndexOutput;

/**
 * What the metadata file says about one field.
 *
 * @param encoding of the raw vectors
 * @param similarity of the field
 * @param dimension of the raw vectors
 * @param size how many vectors there are
 * @param targetRecall the recall aimed at by searches that do not say otherwise
 * @param clusters how many clusters there are, 0 when the vectors are only ever scanned exactly; what
 *     follows is 0 then
 * @param projected dimensions after projection
 * @param rank numbers in a code
 * @param bits bits per number of a code
 * @param scale what centred vectors are multiplied by
 * @param energyKept the share of the energy of the centred vectors kept by the projection
 * @param indexOffset where the field starts in the index file
 * @param dataOffset where the field starts in the data file
 * @param dataLength its length in the data file
 */
public record FieldEntry(
    VectorEncoding encoding,
    VectorSimilarityFunction similarity,
    int dimension,
    int size,
    double targetRecall,
    int clusters,
    int projected,
    int rank,
    int bits,
    float scale,
    float energyKept,
    long indexOffset,
    long dataOffset,
    long dataLength) {

  /** A field whose vectors are only ever scanned exactly. */
  public static FieldEntry exact(FieldInfo field, int size, double targetRecall) {
    return new FieldEntry(
        field.getVectorEncoding(),
        field.getVectorSimilarityFunction(),
        field.getVectorDimension(),
        size,
        targetRecall,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  /** Whether there are clusters to search. */
  public boolean hasClusters() {
    return clusters > 0;
  }

  /** The layout of the field in the index file. */
  public IndexLayout indexLayout() {
    return new IndexLayout(dimension, projected, clusters);
  }

  /** The layout of the field's records in the data file. */
  public ClusterLayout clusterLayout() {
    return new ClusterLayout(projected, rank, bits);
  }

  /** The field's length in the index file. */
  public long indexLength() {
    return hasClusters() ? indexLayout().length() : 0;
  }

  /** Writes the entry, except for the number of the field. */
  public void write(IndexOutput meta) throws IOException {
    meta.writeInt(encoding.ordinal());
    meta.writeInt(Lucene99HnswVectorsReader.SIMILARITY_FUNCTIONS.indexOf(similarity));
    meta.writeInt(dimension);
    meta.writeInt(size);
    meta.writeLong(Double.doubleToLongBits(targetRecall));
    meta.writeInt(clusters);
    if (hasClusters()) {
      meta.writeInt(projected);
      meta.writeInt(rank);
      meta.writeInt(bits);
      meta.writeInt(Float.floatToIntBits(scale));
      meta.writeInt(Float.floatToIntBits(energyKept));
      meta.writeLong(indexOffset);
      meta.writeLong(dataOffset);
      meta.writeLong(dataLength);
    }
  }

  /**
   * Reads an entry.
   *
   * @throws CorruptIndexException if it contradicts the field or itself
   */
  static FieldEntry read(DataInput meta, FieldInfo field) throws IOException {
    VectorEncoding encoding = Lucene99HnswVectorsReader.readVectorEncoding(meta);
    VectorSimilarityFunction similarity = readSimilarity(meta);
    int dimension = meta.readInt();
    int size = meta.readInt();
    double targetRecall = Double.longBitsToDouble(meta.readLong());
    int clusters = meta.readInt();
    FieldEntry entry =
        clusters == 0
            ? exact(field, size, targetRecall)
            : new FieldEntry(
                encoding,
                similarity,
                dimension,
                size,
                targetRecall,
                clusters,
                meta.readInt(),
                meta.readInt(),
                meta.readInt(),
                Float.intBitsToFloat(meta.readInt()),
                Float.intBitsToFloat(meta.readInt()),
                meta.readLong(),
                meta.readLong(),
                meta.readLong());
    check(encoding == field.getVectorEncoding(), "encoding", encoding, field, meta);
    check(
        similarity == field.getVectorSimilarityFunction(), "similarity", similarity, field, meta);
    check(dimension == field.getVectorDimension(), "dimension", dimension, field, meta);
    entry.checkRanges(field, meta);
    return entry;
  }

  private static VectorSimilarityFunction readSimilarity(DataInput meta) throws IOException {
    int ordinal = meta.readInt();
    if (ordinal < 0 || ordinal >= Lucene99HnswVectorsReader.SIMILARITY_FUNCTIONS.size()) {
      throw new CorruptIndexException("invalid similarity function: " + ordinal, meta);
    }
    return Lucene99HnswVectorsReader.SIMILARITY_FUNCTIONS.get(ordinal);
  }

  private void checkRanges(FieldInfo field, DataInput meta) throws IOException {
    check(size >= 0, "size", size, field, meta);
    check(targetRecall > 0 && targetRecall < 1, "target recall", targetRecall, field, meta);
    check(clusters >= 0 && clusters <= size, "cluster count", clusters, field, meta);
    if (hasClusters()) {
      check(
          projected > 0 && projected <= dimension, "projected dimension", projected, field, meta);
      check(rank > 0 && rank <= projected, "rank", rank, field, meta);
      check(bits == 4 || bits == 8, "bits", bits, field, meta);
      check(scale > 0 && Float.isFinite(scale), "scale", scale, field, meta);
      check(indexOffset >= 0, "index offset", indexOffset, field, meta);
      check(dataOffset >= 0, "data offset", dataOffset, field, meta);
      check(dataLength > 0, "data length", dataLength, field, meta);
    }
  }

  private static void check(
      boolean condition, String what, Object value, FieldInfo field, DataInput meta)
      throws IOException {
    if (condition == false) {
      throw new CorruptIndexException(
          "invalid " + what + " of field \"" + field.name + "\": " + value, meta);
    }
  }
}
