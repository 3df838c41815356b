// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import org.apache.lucene.tests.util.LuceneTestCase;

/** What {@link LorannParameters} accepts, refuses and says. */
public class TestLorannParameters extends LuceneTestCase {

  /** Sets one parameter. */
  private interface Setter<T> {
    void set(LorannParameters.Builder builder, T value);
  }

  @SafeVarargs
  private static <T> void checkAccepted(Setter<T> setter, T... values) {
    for (T value : values) {
      setter.set(LorannParameters.builder(), value);
    }
  }

  @SafeVarargs
  private static <T> void checkRefused(String name, String range, Setter<T> setter, T... values) {
    for (T value : values) {
      LorannParameters.Builder builder = LorannParameters.builder();
      IllegalArgumentException e =
          expectThrows(IllegalArgumentException.class, () -> setter.set(builder, value));
      assertEquals(name + " must be " + range + ", got: " + value, e.getMessage());
      assertEquals(LorannParameters.DEFAULT.toString(), builder.build().toString());
    }
  }

  public void testVectorsPerCluster() {
    checkAccepted(LorannParameters.Builder::vectorsPerCluster, 8, 65_536);
    checkRefused(
        "vectorsPerCluster",
        "between 8 and 65536",
        LorannParameters.Builder::vectorsPerCluster,
        7,
        0,
        -1,
        65_537,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE);
  }

  public void testRank() {
    checkAccepted(LorannParameters.Builder::rank, 1, 512);
    checkRefused("rank", "between 1 and 512", LorannParameters.Builder::rank, 0, -1, 513);
  }

  public void testProjectedDimensions() {
    checkAccepted(LorannParameters.Builder::projectedDimensions, 0, 1, 4_096);
    checkRefused(
        "projectedDimensions",
        "between 0 and 4096",
        LorannParameters.Builder::projectedDimensions,
        -1,
        4_097);
  }

  public void testCodeBits() {
    checkAccepted(LorannParameters.Builder::codeBits, 4, 8);
    checkRefused("codeBits", "4 or 8", LorannParameters.Builder::codeBits, 0, 1, 5, 7, 16, -4);
  }

  public void testTargetRecall() {
    checkAccepted(
        LorannParameters.Builder::targetRecall, Double.MIN_VALUE, 0.5, Math.nextDown(1.0));
    checkRefused(
        "targetRecall",
        "above 0 and below 1",
        LorannParameters.Builder::targetRecall,
        0.0,
        -0.0,
        1.0,
        -0.5,
        95.0,
        Double.NaN,
        Double.POSITIVE_INFINITY);
  }

  public void testExactSearchThreshold() {
    checkAccepted(LorannParameters.Builder::exactSearchThreshold, 0, 1_000_000);
    checkRefused(
        "exactSearchThreshold",
        "between 0 and 1000000",
        LorannParameters.Builder::exactSearchThreshold,
        -1,
        1_000_001);
  }

  public void testDefaults() {
    LorannParameters parameters = LorannParameters.builder().build();
    assertEquals(256, parameters.vectorsPerCluster());
    assertEquals(64, parameters.rank());
    assertEquals(0, parameters.projectedDimensions());
    assertEquals(4, parameters.codeBits());
    assertEquals(0.95, parameters.targetRecall(), 0);
    assertEquals(1_000, parameters.exactSearchThreshold());
    assertEquals(42, parameters.seed());
    assertNull(parameters.buildExecutor());
    assertEquals(parameters.toString(), LorannParameters.DEFAULT.toString());
  }

  public void testValuesAreKept() {
    LorannParameters parameters =
        LorannParameters.builder()
            .vectorsPerCluster(99)
            .rank(17)
            .projectedDimensions(33)
            .codeBits(8)
            .targetRecall(0.75)
            .exactSearchThreshold(123)
            .seed(Long.MIN_VALUE)
            .buildExecutor(Runnable::run)
            .build();
    assertEquals(99, parameters.vectorsPerCluster());
    assertEquals(17, parameters.rank());
    assertEquals(33, parameters.projectedDimensions());
    assertEquals(8, parameters.codeBits());
    assertEquals(0.75, parameters.targetRecall(), 0);
    assertEquals(123, parameters.exactSearchThreshold());
    assertEquals(Long.MIN_VALUE, parameters.seed());
    assertNotNull(parameters.buildExecutor());
    assertEquals(
        "LorannParameters(vectorsPerCluster=99, rank=17, projectedDimensions=33, codeBits=8,"
            + " targetRecall=0.75, exactSearchThreshold=123, seed=-9223372036854775808)",
        parameters.toString());
  }

  public void testBuilderCanGoOn() {
    LorannParameters.Builder builder = LorannParameters.builder().rank(10);
    LorannParameters first = builder.build();
    LorannParameters second = builder.rank(20).build();
    assertEquals(10, first.rank());
    assertEquals(20, second.rank());
  }

  public void testFormatNeedsParameters() {
    expectThrows(NullPointerException.class, () -> new LorannVectorsFormat(null));
  }
}
