// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.lorann.lucene.LorannParameters;

/**
 * A parameter of a field that users of a server may set, under the name that they write. All are
 * optional; what is not set has the default of {@link LorannParameters}.
 *
 * <p>Values come as text or as numbers, depending on how the server hands them on, and mean the
 * same either way.
 */
public enum Tunable {

  /** {@link LorannParameters#vectorsPerCluster}. */
  VECTORS_PER_CLUSTER(
      "vectors_per_cluster",
      Range.integers(8, 65_536),
      (builder, value) -> builder.vectorsPerCluster(value.intValue())),

  /** {@link LorannParameters#rank}. */
  RANK("rank", Range.integers(1, 512), (builder, value) -> builder.rank(value.intValue())),

  /** {@link LorannParameters#projectedDimensions}. */
  PROJECTED_DIMENSIONS(
      "projected_dimensions",
      Range.integers(0, 4_096),
      (builder, value) -> builder.projectedDimensions(value.intValue())),

  /** {@link LorannParameters#codeBits}. */
  BITS("bits", Range.oneOf(4, 8), (builder, value) -> builder.codeBits(value.intValue())),

  /** {@link LorannParameters#targetRecall}. */
  TARGET_RECALL(
      "target_recall", Range.RECALL, (builder, value) -> builder.targetRecall(value.doubleValue())),

  /** {@link LorannParameters#exactSearchThreshold}. */
  EXACT_SEARCH_THRESHOLD(
      "exact_search_threshold",
      Range.integers(0, 1_000_000),
      (builder, value) -> builder.exactSearchThreshold(value.intValue()));

  private final String key;
  private final Range range;
  private final BiConsumer<LorannParameters.Builder, Number> setter;

  Tunable(String key, Range range, BiConsumer<LorannParameters.Builder, Number> setter) {
    this.key = key;
    this.range = range;
    this.setter = setter;
  }

  /** {@return the name that users write, in lower case with underscores} */
  public String key() {
    return key;
  }

  /**
   * Finds a parameter by name.
   *
   * @param key the name that a user wrote
   * @return the parameter, or nothing if there is none of that name
   */
  public static Optional<Tunable> of(String key) {
    return Arrays.stream(values()).filter(tunable -> tunable.key.equals(key)).findFirst();
  }

  /** {@return all names, for messages, as in {@code [vectors_per_cluster, rank]}} */
  public static String keys() {
    return Arrays.stream(values()).map(Tunable::key).collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Reads a value.
   *
   * @param value a number, or the text of one
   * @return the number
   * @throws IllegalArgumentException if it is none or out of range; the message names the parameter
   */
  public Number parse(Object value) {
    return range.parse(key, Objects.toString(value));
  }

  /**
   * Checks a value.
   *
   * @param value a number, or the text of one
   * @throws IllegalArgumentException if it is none or out of range; the message names the parameter
   */
  public void check(Object value) {
    parse(value);
  }

  /**
   * Makes parameters of values.
   *
   * @param values numbers, or the texts of numbers
   * @return the parameters, with defaults for what is not among the values
   * @throws IllegalArgumentException if a value is no number or out of range; the message names the
   *     parameter
   */
  public static LorannParameters parameters(Map<Tunable, ?> values) {
    LorannParameters.Builder builder = LorannParameters.builder();
    values.forEach((tunable, value) -> tunable.setter.accept(builder, tunable.parse(value)));
    return builder.build();
  }
}
