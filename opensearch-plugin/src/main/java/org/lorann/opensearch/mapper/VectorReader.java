// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import java.io.IOException;
import java.util.Arrays;
import org.opensearch.core.xcontent.XContentParser;

/**
 * Reads a vector from a document. A value that is none is read to its end and remembered, not
 * thrown at once: the parser has to stand behind it if the index ignores malformed values.
 */
final class VectorReader {

  private float[] numbers;
  private int count;
  private String problem;

  private VectorReader(int expected) {
    this.numbers = new float[expected];
  }

  /**
   * Reads the value at which the parser stands.
   *
   * @param dimension how many numbers are expected
   * @return what was read
   */
  static VectorReader read(XContentParser parser, int dimension) throws IOException {
    VectorReader reader = new VectorReader(dimension);
    if (parser.currentToken() == XContentParser.Token.START_ARRAY) {
      reader.readArray(parser);
    } else {
      reader.refuse(parser);
    }
    return reader;
  }

  private void readArray(XContentParser parser) throws IOException {
    while (parser.nextToken() != XContentParser.Token.END_ARRAY) {
      if (parser.currentToken() == XContentParser.Token.VALUE_NUMBER) {
        add(parser.floatValue());
      } else {
        refuse(parser);
      }
    }
  }

  private void add(float number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
  }

  private void refuse(XContentParser parser) throws IOException {
    if (problem == null) {
      problem = "a vector is an array of numbers, but there is a " + parser.currentToken();
    }
    parser.skipChildren();
  }

  /**
   * {@return the vector}
   *
   * @throws IllegalArgumentException if the value was none
   */
  float[] vector() {
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    return Arrays.copyOf(numbers, count);
  }
}
