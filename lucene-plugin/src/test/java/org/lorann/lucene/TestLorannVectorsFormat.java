// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's tests of a vectors format, with the default parameters. */
public class TestLorannVectorsFormat extends BaseKnnVectorsFormatTestCase {

  private static final LorannParameters PARAMETERS = LorannParameters.DEFAULT;

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(new LorannVectorsFormat(PARAMETERS));
  }

  @Override
  protected boolean supportsFloatVectorFallback() {
    return false;
  }
}
