// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.util.Map;

/** Makes fields for tests of what depends on them. */
public final class FieldTypes {

  private FieldTypes() {}

  /** A field of three dimensions whose method is given as in a mapping. */
  public static LorannVectorFieldType of(String name, Map<String, ?> method) {
    return new LorannVectorFieldType(
        name,
        true,
        new VectorSpace(3, SpaceType.L2, DataType.FLOAT),
        Method.parse(method),
        Map.of());
  }
}
