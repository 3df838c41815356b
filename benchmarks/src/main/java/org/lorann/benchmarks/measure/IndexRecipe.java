// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import org.apache.lucene.codecs.Codec;

/**
 * How to make an index.
 *
 * @param name of the index; part of its path
 * @param data tells the data and the parameters of the format from any other
 * @param code a class of the format: its code may change too
 * @param segments how many equal segments to make
 */
public record IndexRecipe(String name, String data, Codec codec, Class<?> code, int segments) {}
