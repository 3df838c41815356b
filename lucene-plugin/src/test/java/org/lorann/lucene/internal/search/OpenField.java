// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static org.apache.lucene.tests.util.LuceneTestCase.createTempDir;
import static org.apache.lucene.tests.util.LuceneTestCase.newDirectory;
import static org.apache.lucene.tests.util.LuceneTestCase.random;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.FieldFixture;
import org.lorann.lucene.internal.build.FieldBuilder;
import org.lorann.lucene.internal.build.VectorSource;
import org.lorann.lucene.internal.build.Workers;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.format.FieldEntry;
import org.lorann.lucene.internal.kernel.Kernels;

/** A field with its files, open. */
final class OpenField implements Closeable {
  final Directory directory =
      random().nextBoolean() ? newDirectory() : new MMapDirectory(createTempDir());
  final VectorSource vectors;
  final FieldEntry entry;
  final IndexInput index;
  final IndexInput data;
  final float[] mean;

  OpenField(
      KnnVectorValues values,
      VectorSimilarityFunction similarity,
      LorannParameters.Builder parameters)
      throws IOException {
    FieldInfo info = FieldFixture.field(values.dimension(), values.getEncoding(), similarity);
    vectors = VectorSource.of(values, similarity);
    FieldBuilder builder =
        new FieldBuilder(
            FieldFixture.state(directory),
            parameters.exactSearchThreshold(0).build(),
            info,
            values,
            new Workers(null, () -> {}));
    try (IndexOutput indexOut = directory.createOutput("index", IOContext.DEFAULT);
        IndexOutput dataOut = directory.createOutput("data", IOContext.DEFAULT)) {
      // Fields need not stand at the beginning of a file.
      indexOut.writeLong(random().nextLong());
      dataOut.writeByte((byte) 1);
      builder.build(null, indexOut, dataOut);
    }
    index = directory.openInput("index", IOContext.DEFAULT);
    data = directory.openInput("data", IOContext.DEFAULT);
    entry = builder.calibrate(index, data);
    mean = new float[values.dimension()];
    ClustersEntry clusters = entry.clusters();
    Kernels.get()
        .open(index)
        .readFloats(clusters.indexOffset() + clusters.indexLayout().mean(), mean, mean.length);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(index, data, directory);
  }
}
