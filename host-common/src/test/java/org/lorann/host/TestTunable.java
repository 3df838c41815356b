// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;

/** Names, ranges and effects of {@link Tunable}. */
public class TestTunable extends LuceneTestCase {

  private static void checkAccepted(Tunable tunable, Object... values) {
    for (Object value : values) {
      tunable.check(value);
      tunable.check(value.toString());
      tunable.check(" " + value + " ");
      // The library accepts it too.
      assertNotNull(Tunable.parameters(Map.of(tunable, value)));
    }
  }

  private static void checkRefused(Tunable tunable, String range, Object... values) {
    for (Object value : values) {
      IllegalArgumentException e =
          expectThrows(IllegalArgumentException.class, () -> tunable.check(value));
      assertEquals(
          "[" + tunable.key() + "] must be " + range + ", got [" + value + "]", e.getMessage());
    }
  }

  /**
   * The ends of our ranges are accepted by the library, and what lies beyond is refused by both.
   */
  public void testRangesAreThoseOfTheLibrary() {
    checkAccepted(Tunable.VECTORS_PER_CLUSTER, 8, 65_536);
    checkRefused(
        Tunable.VECTORS_PER_CLUSTER, "a whole number between 8 and 65536", 7, 65_537, -1, "");
    LorannParameters.Builder builder = LorannParameters.builder();
    expectThrows(IllegalArgumentException.class, () -> builder.vectorsPerCluster(7));
    expectThrows(IllegalArgumentException.class, () -> builder.vectorsPerCluster(65_537));

    checkAccepted(Tunable.RANK, 1, 512);
    checkRefused(Tunable.RANK, "a whole number between 1 and 512", 0, 513, "1.5", "rank", null);
    expectThrows(IllegalArgumentException.class, () -> builder.rank(0));
    expectThrows(IllegalArgumentException.class, () -> builder.rank(513));

    checkAccepted(Tunable.PROJECTED_DIMENSIONS, 0, 4_096);
    checkRefused(
        Tunable.PROJECTED_DIMENSIONS, "a whole number between 0 and 4096", -1, 4_097, "0x10");
    expectThrows(IllegalArgumentException.class, () -> builder.projectedDimensions(-1));
    expectThrows(IllegalArgumentException.class, () -> builder.projectedDimensions(4_097));

    checkAccepted(Tunable.EXACT_SEARCH_THRESHOLD, 0, 1_000_000);
    checkRefused(
        Tunable.EXACT_SEARCH_THRESHOLD, "a whole number between 0 and 1000000", -1, 1_000_001);
    expectThrows(IllegalArgumentException.class, () -> builder.exactSearchThreshold(-1));
    expectThrows(IllegalArgumentException.class, () -> builder.exactSearchThreshold(1_000_001));
  }

  public void testBits() {
    checkAccepted(Tunable.BITS, 4, 8);
    checkRefused(Tunable.BITS, "4 or 8", 0, 5, 16, "4.5", "four");
  }

  public void testTargetRecall() {
    checkAccepted(Tunable.TARGET_RECALL, 0.5, 0.001, 0.999, 1e-9);
    checkRefused(
        Tunable.TARGET_RECALL, "a number above 0 and below 1", 0, 1, 1.5, -0.5, "NaN", "Infinity");
  }

  /** What is accepted as a text is accepted as the number that it is read as, too. */
  public void testFractionsAreDoubles() {
    checkAccepted(Tunable.TARGET_RECALL, Double.MIN_VALUE, Math.nextDown(1.0), "1e-32", "1E-300");
    checkRefused(
        Tunable.TARGET_RECALL,
        "a number above 0 and below 1",
        "0.99999999999999999999",
        "1e-399",
        "1e-2147483647");
    assertEquals(0.9, Tunable.TARGET_RECALL.parse(" 9e-1 ").doubleValue(), 0);
  }

  /** What other readers of the same text may not understand is not accepted. */
  public void testOtherScripts() {
    checkRefused(
        Tunable.TARGET_RECALL, "a number above 0 and below 1", "\u0660.\u0669", "\u20030.9");
    checkRefused(Tunable.RANK, "a whole number between 1 and 512", "\u0663");
  }

  /** Numbers that would take forever to expand are refused at once. */
  public void testHugeNumbers() {
    String range = "a whole number between 1 and 512";
    checkRefused(Tunable.RANK, range, "1e2147483647", "1e-2147483647", "1e999999999", "1e100");
    checkRefused(Tunable.RANK, range, "9".repeat(100_000));
  }

  /** A whole number may be written in any way. */
  public void testWholeNumbers() {
    checkAccepted(Tunable.RANK, "32", "32.0", "3.2e1", 32L, 32.0);
    assertEquals(32, Tunable.parameters(Map.of(Tunable.RANK, "3.2e1")).rank());
  }

  public void testParameters() {
    Map<Tunable, Object> values = new EnumMap<>(Tunable.class);
    values.put(Tunable.VECTORS_PER_CLUSTER, "100");
    values.put(Tunable.RANK, 17);
    values.put(Tunable.PROJECTED_DIMENSIONS, 48L);
    values.put(Tunable.BITS, "8");
    values.put(Tunable.TARGET_RECALL, 0.875);
    values.put(Tunable.EXACT_SEARCH_THRESHOLD, "0");
    LorannParameters parameters = Tunable.parameters(values);
    assertEquals(100, parameters.vectorsPerCluster());
    assertEquals(17, parameters.rank());
    assertEquals(48, parameters.projectedDimensions());
    assertEquals(8, parameters.codeBits());
    assertEquals(0.875, parameters.targetRecall(), 0);
    assertEquals(0, parameters.exactSearchThreshold());
    assertEquals("none of the tunables was forgotten here", values.size(), Tunable.values().length);
  }

  public void testNothingGiven() {
    assertEquals(LorannParameters.DEFAULT.toString(), Tunable.parameters(Map.of()).toString());
  }

  public void testKeys() {
    Set<String> keys = new HashSet<>();
    for (Tunable tunable : Tunable.values()) {
      assertTrue(tunable.key(), tunable.key().matches("[a-z]+(_[a-z]+)*"));
      assertTrue(keys.add(tunable.key()));
      assertEquals(Optional.of(tunable), Tunable.of(tunable.key()));
      assertTrue(Tunable.keys(), Tunable.keys().contains(tunable.key()));
    }
    assertEquals(Optional.empty(), Tunable.of("Rank"));
    assertEquals(Optional.empty(), Tunable.of(""));
  }
}
