// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.io.IOException;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.LeafReader;
import org.lorann.opensearch.LorannIndexSetting;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.mapper.FieldMapper;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.MappingLookup;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParseContext;

/** A field of our type in a mapping: turns the vectors of documents into fields of Lucene. */
public final class LorannVectorFieldMapper extends ParametrizedFieldMapper {

  /** The name of the type in mappings. */
  public static final String CONTENT_TYPE = "lorann_vector";

  /** Reads mappings. */
  public static final Mapper.TypeParser PARSER =
      new TypeParser(
          (name, context) -> {
            if (LorannIndexSetting.isOn(context.getSettings()) == false) {
              throw new IllegalArgumentException(
                  "field ["
                      + name
                      + "] of type ["
                      + CONTENT_TYPE
                      + "] needs the index setting ["
                      + LorannIndexSetting.SETTING.getKey()
                      + ": true], given when the index is created");
            }
            return new FieldParameters(name);
          });

  private final FieldType luceneType;

  LorannVectorFieldMapper(
      String simpleName, LorannVectorFieldType fieldType, MultiFields multiFields, CopyTo copyTo) {
    super(simpleName, fieldType, multiFields, copyTo);
    this.luceneType = fieldType.space().fieldType();
  }

  @Override
  public LorannVectorFieldType fieldType() {
    return (LorannVectorFieldType) super.fieldType();
  }

  @Override
  protected String contentType() {
    return CONTENT_TYPE;
  }

  @Override
  public ParametrizedFieldMapper.Builder getMergeBuilder() {
    return new FieldParameters(simpleName()).init(this);
  }

  @Override
  protected void doValidate(MappingLookup mappers) {
    if (copyTo().copyToFields().isEmpty() == false) {
      throw new IllegalArgumentException(
          "field [" + name() + "] of type [" + CONTENT_TYPE + "] does not support [copy_to]");
    }
    for (Mapper field : multiFields()) {
      checkMultiField(field);
    }
  }

  /** It is given the vectors of this field. */
  private void checkMultiField(Mapper field) {
    if ((field instanceof LorannVectorFieldMapper) == false) {
      throw new IllegalArgumentException(
          "[fields] of [" + name() + "] can only be of the same type, [" + CONTENT_TYPE + "]");
    }
    int ours = fieldType().space().dimension();
    int theirs = ((LorannVectorFieldMapper) field).fieldType().space().dimension();
    if (ours != theirs) {
      throw new IllegalArgumentException(
          "[dimension] of ["
              + field.name()
              + "] must be that of ["
              + name()
              + "], "
              + ours
              + ", as it is given the same vectors; got ["
              + theirs
              + "]");
    }
  }

  @Override
  public boolean parsesArrayValue() {
    return true;
  }

  /** Reads the value once, for this field and for those in its {@code fields}. */
  @Override
  public void parse(ParseContext context) throws IOException {
    XContentParser parser = context.parser();
    if (context.externalValueSet()) {
      super.parse(context);
    } else if (parser.currentToken() != XContentParser.Token.VALUE_NULL) {
      VectorReader value = VectorReader.read(parser, fieldType().space().dimension());
      super.parse(context.createExternalValueContext(value));
    }
  }

  @Override
  protected void parseCreateField(ParseContext context) {
    float[] vector = context.parseExternalValue(VectorReader.class).vector();
    fieldType().space().check(vector);
    if (fieldType().isSearchable() == false) {
      createFieldNamesField(context);
      return;
    }
    if (context.doc().getField(name()) != null) {
      throw new IllegalArgumentException(
          "a document has one vector in a field; for more, put the field into a nested object");
    }
    context.doc().add(fieldType().space().dataType().field(name(), vector, luceneType));
  }

  /** Vectors come back exactly, so that they need not be in the stored source as well. */
  @Override
  public void canDeriveSource() {
    if (fieldType().isSearchable() == false) {
      throw new UnsupportedOperationException(
          "the source of field [" + name() + "] cannot be derived, as it has [index: false]");
    }
  }

  @Override
  public void deriveSource(XContentBuilder builder, LeafReader reader, int document)
      throws IOException {
    fieldType().space().dataType().write(builder, name(), reader, document);
  }

  static LorannVectorFieldMapper of(FieldMapper mapper) {
    return (LorannVectorFieldMapper) mapper;
  }
}
