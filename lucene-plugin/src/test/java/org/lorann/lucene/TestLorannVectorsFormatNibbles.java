// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/**
 * Lucene's tests of a vectors format, with tiny clusters and four-bit codes, so that the small
 * indexes of the test case have clusters.
 */
public class TestLorannVectorsFormatNibbles extends BaseKnnVectorsFormatTestCase {

  private static final LorannParameters PARAMETERS =
      LorannParameters.builder()
          .exactSearchThreshold(0)
          .vectorsPerCluster(8)
          .rank(8)
          .codeBits(4)
          .build();

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(new LorannVectorsFormat(PARAMETERS));
  }

  @Override
  protected boolean supportsFloatVectorFallback() {
    return false;
  }
}
