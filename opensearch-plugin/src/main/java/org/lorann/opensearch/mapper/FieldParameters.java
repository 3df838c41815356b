// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.lorann.lucene.LorannVectorsFormat;
import org.opensearch.common.xcontent.support.XContentMapValues;
import org.opensearch.index.mapper.FieldMapper;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper.Parameter;

/** The parameters of a field in a mapping, from which the field is made. */
final class FieldParameters extends ParametrizedFieldMapper.Builder {

  private final Parameter<Integer> dimension =
      new Parameter<>(
          "dimension",
          false,
          () -> null,
          (name, context, node) -> dimension(node),
          mapper -> space(mapper).dimension());

  private final Parameter<SpaceType> spaceType =
      oneOf("space_type", SpaceType.values(), SpaceType.L2, VectorSpace::spaceType);

  private final Parameter<DataType> dataType =
      oneOf("data_type", DataType.values(), DataType.FLOAT, VectorSpace::dataType);

  /**
   * Its parameters may change: segments say themselves how they were built. Its name may not: a
   * query has parameters for the one method or the other.
   */
  private final Parameter<Method> method =
      new Parameter<>(
              Method.KEY,
              true,
              () -> Method.DEFAULT,
              (name, context, node) -> Method.parse(node),
              mapper -> LorannVectorFieldMapper.of(mapper).fieldType().method())
          .setMergeValidator((before, after) -> before.name() == after.name());

  private final Parameter<Boolean> index =
      new Parameter<>(
          "index",
          false,
          () -> true,
          (name, context, node) -> XContentMapValues.nodeBooleanValue(node, "index"),
          mapper -> mapper.fieldType().isSearchable());

  private final Parameter<Map<String, String>> meta = Parameter.metaParam();

  FieldParameters(String name) {
    super(name);
  }

  private static VectorSpace space(FieldMapper mapper) {
    return LorannVectorFieldMapper.of(mapper).fieldType().space();
  }

  private static int dimension(Object node) {
    String text = String.valueOf(node);
    int dimension = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (dimension < 1 || dimension > LorannVectorsFormat.MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "[dimension] must be a whole number between 1 and "
              + LorannVectorsFormat.MAX_DIMENSIONS
              + ", got ["
              + text
              + "]");
    }
    return dimension;
  }

  private static <T> Parameter<T> oneOf(
      String key, T[] values, T byDefault, Function<VectorSpace, T> ofSpace) {
    return new Parameter<T>(
        key,
        false,
        () -> byDefault,
        (name, context, node) -> oneOf(key, values, String.valueOf(node)),
        mapper -> ofSpace.apply(space(mapper)));
  }

  /** The value that a text stands for. */
  static <T> T oneOf(String key, T[] values, String text) {
    return Arrays.stream(values)
        .filter(value -> value.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "["
                        + key
                        + "] must be one of "
                        + Arrays.toString(values)
                        + ", got ["
                        + text
                        + "]"));
  }

  @Override
  protected List<Parameter<?>> getParameters() {
    return List.of(dimension, spaceType, dataType, method, index, meta);
  }

  @Override
  public LorannVectorFieldMapper build(Mapper.BuilderContext context) {
    if (dimension.getValue() == null) {
      throw new IllegalArgumentException("[dimension] of field [" + name() + "] is missing");
    }
    LorannVectorFieldType type =
        new LorannVectorFieldType(
            buildFullName(context),
            index.getValue(),
            new VectorSpace(dimension.getValue(), spaceType.getValue(), dataType.getValue()),
            method.getValue(),
            meta.getValue());
    return new LorannVectorFieldMapper(
        name(), type, multiFieldsBuilder.build(this, context), copyTo.build());
  }
}
