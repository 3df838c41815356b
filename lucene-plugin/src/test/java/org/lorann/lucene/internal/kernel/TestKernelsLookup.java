// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestKernelsLookup extends LuceneTestCase {

  /** The build runs the tests with and without the Vector API, and says which it is. */
  public void testRunsTheKernelsTheBuildExpects() {
    String expected = System.getProperty("org.lorann.test.expectedKernels");
    assumeTrue("no kernels are expected in particular", expected != null);
    assertEquals(expected, Kernels.get().name());
  }

  public void testChoosesOnce() {
    assertSame(Kernels.get(), Kernels.get());
  }
}
