// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.lorann.host.Tunable;
import org.opensearch.core.common.Strings;
import org.opensearch.core.xcontent.MediaTypeRegistry;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * The part of a mapping that says how the index of a field is built, in the form that k-NN gave it.
 *
 * @param name what kind of index it is
 * @param tunables the parameters that were set, as they were written; none with {@link
 *     MethodName#HNSW}
 */
public record Method(MethodName name, Map<Tunable, Object> tunables) implements ToXContentObject {

  /** Nothing was set. */
  static final Method DEFAULT = new Method(MethodName.LORANN, Map.of());

  static final String KEY = "method";

  private static final String NAME = "name";
  private static final String PARAMETERS = "parameters";

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is malformed; the message says what
   */
  static Method parse(Object node) {
    Map<?, ?> method = object(KEY, node);
    method.keySet().forEach(Method::checkKey);
    MethodName name =
        method.containsKey(NAME)
            ? FieldParameters.oneOf(NAME, MethodName.values(), String.valueOf(method.get(NAME)))
            : DEFAULT.name;
    return new Method(
        name,
        method.containsKey(PARAMETERS)
            ? tunables(name, object(PARAMETERS, method.get(PARAMETERS)))
            : DEFAULT.tunables);
  }

  private static Map<?, ?> object(String key, Object node) {
    if (node instanceof Map<?, ?> object) {
      return object;
    }
    throw new IllegalArgumentException("[" + key + "] must be an object, got [" + node + "]");
  }

  private static void checkKey(Object key) {
    if (List.of(NAME, PARAMETERS).contains(key) == false) {
      throw new IllegalArgumentException(
          "[" + KEY + "] knows [" + NAME + "] and [" + PARAMETERS + "], not [" + key + "]");
    }
  }

  private static Map<Tunable, Object> tunables(MethodName name, Map<?, ?> node) {
    Map<Tunable, Object> tunables = new EnumMap<>(Tunable.class);
    node.forEach(
        (key, value) -> {
          Tunable tunable = tunable(name, String.valueOf(key));
          tunable.check(value);
          tunables.put(tunable, value);
        });
    return tunables;
  }

  private static Tunable tunable(MethodName name, String key) {
    if (name == MethodName.HNSW) {
      throw new IllegalArgumentException(
          "the method [" + name + "] has no parameters, got [" + key + "]");
    }
    return Tunable.of(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown parameter [" + key + "]; there are " + Tunable.keys()));
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject().field(NAME, name.toString()).startObject(PARAMETERS);
    for (Map.Entry<Tunable, Object> tunable : tunables.entrySet()) {
      builder.field(tunable.getKey().key(), tunable.getValue());
    }
    return builder.endObject().endObject();
  }

  /** {@return the part of a mapping, for messages} */
  @Override
  public String toString() {
    return Strings.toString(MediaTypeRegistry.JSON, this);
  }
}
