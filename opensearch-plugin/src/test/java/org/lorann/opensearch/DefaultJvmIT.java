// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.IOException;
import java.util.List;
import org.junit.Test;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Similarity;
import org.lorann.host.testkit.Vectors;

/** With the flags that the server starts with by default, the fast code is in use. */
public class DefaultJvmIT extends OpenSearchTestCase {

  private static final int DIMENSION = 64;
  private static final int K = 10;
  private static final int QUERIES = 20;
  private static final String SCALAR = "Lorann uses its scalar kernels";

  @Test
  public void testSimdOnMappedFiles() throws IOException {
    Vectors vectors = Vectors.random(random(), 3_000, DIMENSION);
    try (Node node = Node.builder(installation()).name("simd").jvmOptions("").build().start()) {
      node.rest()
          .put("/simd", index(SEPARATE_FILES, field("v", "\"dimension\": " + DIMENSION)))
          .ok();
      bulk(
          node.rest(),
          "simd",
          vectors.size(),
          i -> "{\"v\": " + Vectors.json(vectors.get(i)) + "}");
      forceMerge(node.rest(), "simd");
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        float[] query = vectors.query(random());
        List<String> found = ids(node.rest(), "simd", K, nearest("v", query, "\"k\": " + K));
        List<String> expected = vectors.nearest(query, K, Similarity.L2, id -> true);
        recall += Vectors.recall(expected, found) / QUERIES;
      }
      assertTrue(String.valueOf(recall), recall >= 0.8);

      assertFalse(node.log().contains(SCALAR));
      for (String extension : List.of(".cenivf", ".clivf", ".vec")) {
        assertEquals(extension, 1, node.mappedFiles(extension).size());
      }
    }
  }

  /** The log does tell of slow code, on a node that is started without the compiler for SIMD. */
  @Test
  public void testScalarCodeIsLogged() throws IOException {
    rest().put("/scalar", index("", field("v", "\"dimension\": 2"))).ok();
    bulk(rest(), "scalar", 1_000, i -> "{\"v\": [" + i + ", 1]}");
    forceMerge(rest(), "scalar");
    assertTrue(node().log().contains(SCALAR));
  }
}
