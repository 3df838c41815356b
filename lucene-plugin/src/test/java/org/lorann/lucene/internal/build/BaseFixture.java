// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.FieldFixture;
import org.lorann.lucene.internal.format.FieldEntry;

/** The clusters of a segment in files of a directory, open to be gone on from. */
final class BaseFixture implements Closeable {

  final List<float[]> vectors;
  final VectorSimilarityFunction similarity;
  final FieldEntry entry;
  private final Directory directory;
  private final String name;
  private final IndexInput index;
  private final IndexInput data;

  /**
   * Builds clusters.
   *
   * @param name of the files
   * @param base what to go on from, or null
   */
  BaseFixture(
      Directory directory,
      String name,
      List<float[]> vectors,
      VectorSimilarityFunction similarity,
      LorannParameters parameters,
      MergeBase base)
      throws IOException {
    this.directory = directory;
    this.name = name;
    this.vectors = vectors;
    this.similarity = similarity;
    FieldInfo field = FieldFixture.field(vectors.get(0).length, VectorEncoding.FLOAT32, similarity);
    FieldBuilder builder =
        new FieldBuilder(
            FieldFixture.state(directory),
            parameters,
            field,
            values(),
            new Workers(null, () -> {}));
    try (IndexOutput indexOut = directory.createOutput(name + "index", IOContext.DEFAULT);
        IndexOutput dataOut = directory.createOutput(name + "data", IOContext.DEFAULT)) {
      // Fields need not stand at the beginning of a file.
      indexOut.writeLong(1);
      dataOut.writeByte((byte) 1);
      builder.build(base, indexOut, dataOut);
    }
    index = directory.openInput(name + "index", IOContext.DEFAULT);
    data = directory.openInput(name + "data", IOContext.DEFAULT);
    entry = builder.calibrate(index, data);
  }

  FloatVectorValues values() {
    return FloatVectorValues.fromFloats(vectors, vectors.get(0).length);
  }

  /** These clusters as those to go on from. */
  MergeBase mergeBase(MergeState.DocMap documents) {
    return new MergeBase(entry, index, data, values(), documents);
  }

  BaseClusters clusters() throws IOException {
    return new BaseClusters(mergeBase(doc -> doc));
  }

  BuildContext context(LorannParameters parameters) {
    FieldInfo field = FieldFixture.field(vectors.get(0).length, VectorEncoding.FLOAT32, similarity);
    return new BuildContext(
        FieldFixture.state(directory),
        parameters,
        field,
        VectorSource.of(values(), similarity),
        new Workers(null, () -> {}),
        new BuildLog(FieldFixture.state(directory), field));
  }

  /** All vectors that are in no cluster, or in more than two. */
  List<Integer> misplaced() throws IOException {
    int[] seen = new int[vectors.size()];
    BaseClusters clusters = clusters();
    for (int cluster = 0; cluster < clusters.count(); cluster++) {
      for (int ordinal : clusters.ordinals(cluster)) {
        seen[ordinal]++;
      }
    }
    List<Integer> misplaced = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] < 1 || seen[i] > 2) {
        misplaced.add(i);
      }
    }
    return misplaced;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(index, data);
    directory.deleteFile(name + "index");
    directory.deleteFile(name + "data");
  }
}
