// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.codec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.junit.Test;
import org.lorann.lucene.LorannVectorsFormat;
import org.lorann.opensearch.mapper.FieldTypes;
import org.opensearch.index.mapper.MappedFieldType;
import org.opensearch.index.mapper.NumberFieldMapper;

/** The method of a field decides on its format. */
public class TestPerFieldVectorsFormat {

  private final KnnVectorsFormat stock = Codec.getDefault().knnVectorsFormat();
  private final Map<String, MappedFieldType> mapping = new HashMap<>();
  private final PerFieldVectorsFormat formats = new PerFieldVectorsFormat(stock, mapping::get);

  private KnnVectorsFormat format(String field) {
    return formats.getKnnVectorsFormatForField(field);
  }

  private KnnVectorsFormat stock(String field) {
    return ((PerFieldKnnVectorsFormat) stock).getKnnVectorsFormatForField(field);
  }

  private void map(String name, Map<String, ?> method) {
    mapping.put(name, FieldTypes.of(name, method));
  }

  @Test
  public void testByMethod() {
    map("ours", Map.of());
    map("graph", Map.of("name", "hnsw"));
    assertEquals(LorannVectorsFormat.NAME, format("ours").getName());
    assertEquals("Lucene99HnswVectorsFormat", format("graph").getName());
    assertEquals(stock("graph").toString(), format("graph").toString());
    assertEquals(LorannVectorsFormat.MAX_DIMENSIONS, formats.getMaxDimensions("ours"));
    assertEquals(LorannVectorsFormat.MAX_DIMENSIONS, formats.getMaxDimensions("graph"));
  }

  /** They share a set of files. */
  @Test
  public void testFieldsAlikeHaveOneFormat() {
    map("ours", Map.of("name", "lorann", "parameters", Map.of("rank", 16)));
    map("also_ours", Map.of("parameters", Map.of("rank", 16)));
    map("other", Map.of("parameters", Map.of("rank", 32)));
    map("graph", Map.of("name", "hnsw"));
    map("also_graph", Map.of("name", "hnsw"));
    assertSame(format("ours"), format("also_ours"));
    assertNotSame(format("ours"), format("other"));
    assertSame(format("graph"), format("also_graph"));
  }

  @Test
  public void testOtherFieldsAreAsTheyWere() {
    mapping.put("n", new NumberFieldMapper.NumberFieldType("n", NumberFieldMapper.NumberType.LONG));
    assertSame(stock("n"), format("n"));
    assertSame(stock("unmapped"), format("unmapped"));
    assertEquals(stock.getMaxDimensions("n"), formats.getMaxDimensions("n"));
  }
}
