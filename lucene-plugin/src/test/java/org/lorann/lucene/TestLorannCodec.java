// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;

/** Names under which Lucene finds the codec and the format, and limits they announce. */
public class TestLorannCodec extends LorannTestCase {

  public void testFoundByName() {
    assertEquals("Lorann1Codec", LorannCodec.NAME);
    assertEquals(LorannCodec.class, Codec.forName("Lorann1Codec").getClass());
    assertEquals("Lorann1", LorannVectorsFormat.NAME);
    assertEquals(LorannVectorsFormat.class, KnnVectorsFormat.forName("Lorann1").getClass());
  }

  public void testSegmentsRememberTheCodec() throws IOException {
    try (Directory directory = newDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
        float[][] vectors = clustered(random(), 50, 8, 3);
        add(writer, vectors, 0, 50, VectorSimilarityFunction.EUCLIDEAN);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        SegmentReader segment = (SegmentReader) getOnlyLeafReader(reader);
        assertEquals("Lorann1Codec", segment.getSegmentInfo().info.getCodec().getName());
        assertHasClusters(reader, FIELD);
      }
    }
  }

  public void testTooManyDimensionsAreRefused() throws IOException {
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, plainConfig(LorannParameters.DEFAULT))) {
      Document document = new Document();
      document.add(new KnnFloatVectorField(FIELD, new float[4_097]));
      IllegalArgumentException e =
          expectThrows(IllegalArgumentException.class, () -> writer.addDocument(document));
      assertTrue(e.getMessage(), e.getMessage().contains("4096"));
    }
  }

  public void testDescriptionNamesTheParameters() {
    assertEquals("Lorann1(" + LorannParameters.DEFAULT + ")", new LorannVectorsFormat().toString());
  }
}
