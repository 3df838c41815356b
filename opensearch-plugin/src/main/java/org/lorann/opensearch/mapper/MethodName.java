// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

/** How the vectors of a field are indexed and searched. */
public enum MethodName {

  /** In our format. */
  LORANN("lorann"),

  /** In the format that vectors have in Lucene by default, with the default parameters. */
  HNSW("hnsw");

  private final String key;

  MethodName(String key) {
    this.key = key;
  }

  /** {@return the name in mappings} */
  @Override
  public String toString() {
    return key;
  }
}
