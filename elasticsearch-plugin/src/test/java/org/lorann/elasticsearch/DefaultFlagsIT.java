// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.io.IOException;
import org.junit.Test;
import org.lorann.host.testkit.HostTestCase;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Vectors;

/** A server with the flags that it has by default: SIMD, and files mapped into memory. */
public class DefaultFlagsIT extends HostTestCase {

  /** What the library logs where it has to do without SIMD. */
  private static final String SCALAR = "Lorann uses its scalar kernels";

  /** Which classes are used is said in the log. */
  private static final String JVM_OPTIONS = "-Xms512m -Xmx512m -Xlog:class+init=info";

  private static final String USED = "Initializing 'org/lorann/lucene/internal/kernel/";

  private static final int DIMENSIONS = 32;
  private static final int DOCUMENTS = 2_000;

  @Test
  public void testSimdOnMappedFiles() throws IOException {
    Vectors vectors = Vectors.random(random(), DOCUMENTS, DIMENSIONS);
    try (Node node =
        Node.builder(SharedServer.installation())
            .name("default-flags")
            .jvmOptions(JVM_OPTIONS)
            .build()
            .start()) {
      VectorIndex index = index(node, vectors);
      assertEquals(1, index.segmentsInOurFormat());
      for (int i = 0; i < DOCUMENTS; i += 100) {
        assertEquals(String.valueOf(i), index.knn(vectors.get(i), 5, "").get(0));
      }
      String log = node.log();
      assertFalse(log.contains(SCALAR));
      assertTrue("SIMD is not used", log.contains(USED + "PanamaKernels'"));
      assertTrue("files are not read in place", log.contains(USED + "PanamaMatrixInput'"));
      assertFalse("files are copied", log.contains(USED + "ScalarMatrixInput'"));
      for (String part : new String[] {".clivf", ".cenivf", ".vec"}) {
        assertFalse(part + " is not mapped", node.mappedFiles(part).isEmpty());
      }
    }
  }

  /**
   * The other flags of the tests leave SIMD out, and the library says so: the log can be trusted.
   */
  @Test
  public void testWithoutSimd() throws IOException {
    Vectors vectors = Vectors.random(random(), DOCUMENTS, DIMENSIONS);
    index(SharedServer.node(), vectors);
    assertTrue(SharedServer.node().log().contains(SCALAR));
  }

  private static VectorIndex index(Node node, Vectors vectors) throws IOException {
    return VectorIndex.create(node, "flags", VectorIndex.CLUSTERED, DIMENSIONS, "cosine")
        .add(vectors, 0, 1_500)
        .add(vectors, 1_500, DOCUMENTS)
        .mergeToOneSegment();
  }
}
