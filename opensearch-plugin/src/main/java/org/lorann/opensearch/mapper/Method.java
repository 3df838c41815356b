// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.lorann.host.Tunable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * The part of a mapping that says how the index of a field is built, in the form that k-NN gave it.
 *
 * @param tunables the parameters that were set, as they were written
 */
record Method(Map<Tunable, Object> tunables) implements ToXContentObject {

  /** Nothing was set. */
  static final Method DEFAULT = new Method(Map.of());

  static final String KEY = "method";

  private static final String NAME = "name";
  private static final String ONLY_NAME = "lorann";
  private static final String PARAMETERS = "parameters";

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is malformed; the message says what
   */
  static Method parse(Object node) {
    Map<Tunable, Object> tunables = new EnumMap<>(Tunable.class);
    object(KEY, node)
        .forEach(
            (key, value) -> {
              switch (String.valueOf(key)) {
                case NAME -> checkName(value);
                case PARAMETERS -> readTunables(object(PARAMETERS, value), tunables);
                default ->
                    throw new IllegalArgumentException(
                        "["
                            + KEY
                            + "] knows ["
                            + NAME
                            + "] and ["
                            + PARAMETERS
                            + "], not ["
                            + key
                            + "]");
              }
            });
    return new Method(tunables);
  }

  private static Map<?, ?> object(String key, Object node) {
    if (node instanceof Map<?, ?> object) {
      return object;
    }
    throw new IllegalArgumentException("[" + key + "] must be an object, got [" + node + "]");
  }

  private static void checkName(Object name) {
    if (ONLY_NAME.equals(name) == false) {
      throw new IllegalArgumentException(
          "[" + NAME + "] of [" + KEY + "] can only be [" + ONLY_NAME + "], got [" + name + "]");
    }
  }

  private static void readTunables(Map<?, ?> node, Map<Tunable, Object> tunables) {
    node.forEach(
        (key, value) -> {
          Tunable tunable = tunable(String.valueOf(key));
          tunable.check(value);
          tunables.put(tunable, value);
        });
  }

  private static Tunable tunable(String key) {
    return Tunable.of(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown parameter [" + key + "]; there are " + Tunable.keys()));
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject().startObject(PARAMETERS);
    for (Map.Entry<Tunable, Object> tunable : tunables.entrySet()) {
      builder.field(tunable.getKey().key(), tunable.getValue());
    }
    return builder.endObject().endObject();
  }
}
