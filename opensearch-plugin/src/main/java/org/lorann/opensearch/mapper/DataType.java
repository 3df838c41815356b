// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.io.IOException;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorEncoding;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;

/** What the numbers of a vector are. */
public enum DataType implements ToXContentFragment {

  /** Floats of 32 bits. */
  FLOAT("float", VectorEncoding.FLOAT32) {
    @Override
    boolean holds(float number) {
      return Float.isFinite(number);
    }

    @Override
    Field field(String name, float[] vector, FieldType type) {
      return new KnnFloatVectorField(name, vector, type);
    }

    @Override
    void write(XContentBuilder builder, String field, LeafReader reader, int document)
        throws IOException {
      FloatVectorValues values = reader.getFloatVectorValues(field);
      int ordinal = position(values, document);
      if (ordinal >= 0) {
        builder.array(field, values.vectorValue(ordinal));
      }
    }
  },

  /** Whole numbers from -128 to 127. */
  BYTE("byte", VectorEncoding.BYTE) {
    @Override
    boolean holds(float number) {
      return number == (byte) number;
    }

    @Override
    Field field(String name, float[] vector, FieldType type) {
      return new KnnByteVectorField(name, bytes(vector), type);
    }

    @Override
    void write(XContentBuilder builder, String field, LeafReader reader, int document)
        throws IOException {
      ByteVectorValues values = reader.getByteVectorValues(field);
      int ordinal = position(values, document);
      if (ordinal >= 0) {
        builder.startArray(field);
        for (byte number : values.vectorValue(ordinal)) {
          builder.value(number);
        }
        builder.endArray();
      }
    }
  };

  private final String key;
  private final VectorEncoding encoding;

  DataType(String key, VectorEncoding encoding) {
    this.key = key;
    this.encoding = encoding;
  }

  /** Whether a number can be part of a vector. */
  abstract boolean holds(float number);

  /** A field of a document. */
  abstract Field field(String name, float[] vector, FieldType type);

  /** Writes the vector of a document, if it has one, as the user gave it. */
  abstract void write(XContentBuilder builder, String field, LeafReader reader, int document)
      throws IOException;

  VectorEncoding encoding() {
    return encoding;
  }

  /**
   * {@return a vector of bytes as Lucene wants it}
   *
   * @param vector whole numbers from -128 to 127
   */
  public static byte[] bytes(float[] vector) {
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) vector[i];
    }
    return bytes;
  }

  /** The position of a document's vector, or -1 if it has none. */
  private static int position(KnnVectorValues values, int document) throws IOException {
    if (values == null) {
      return -1;
    }
    KnnVectorValues.DocIndexIterator documents = values.iterator();
    return documents.advance(document) == document ? documents.index() : -1;
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.value(key);
  }

  /** {@return the name in mappings} */
  @Override
  public String toString() {
    return key;
  }
}
