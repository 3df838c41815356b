// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

/**
 * The files of a segment that are ours. The extensions are ones that Elasticsearch knows: it
 * memory-maps only those, and stops a node that runs with assertions when it meets another.
 */
public enum SegmentFile {
  /** What is read once, when the segment is opened. */
  META("mivf", "Lorann1Meta"),
  /** What every search reads: projection, centroids and where the clusters are. */
  INDEX("cenivf", "Lorann1Index"),
  /** The records of the clusters. */
  DATA("clivf", "Lorann1Data");

  /** The first version of the three files. */
  public static final int VERSION_START = 0;

  /** The version written. */
  public static final int VERSION_CURRENT = VERSION_START;

  /** Stands where the number of a further field could. */
  public static final int END_OF_FIELDS = -1;

  private final String extension;
  private final String codecName;

  SegmentFile(String extension, String codecName) {
    this.extension = extension;
    this.codecName = codecName;
  }

  /** The extension of the file's name. */
  public String extension() {
    return extension;
  }

  /** The name in the file's header. */
  public String codecName() {
    return codecName;
  }
}
