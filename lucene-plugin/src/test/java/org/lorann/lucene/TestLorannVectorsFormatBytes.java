// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/**
 * Lucene's tests of a vectors format, with small clusters and one-byte codes, so that the small
 * indexes of the test case have clusters.
 */
public class TestLorannVectorsFormatBytes extends BaseKnnVectorsFormatTestCase {

  private static final LorannParameters PARAMETERS =
      LorannParameters.builder().exactSearchThreshold(0).vectorsPerCluster(16).codeBits(8).build();

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(new LorannVectorsFormat(PARAMETERS));
  }

  @Override
  protected boolean supportsFloatVectorFallback() {
    return false;
  }
}
