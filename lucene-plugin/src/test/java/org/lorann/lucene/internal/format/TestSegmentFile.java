// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestSegmentFile extends LuceneTestCase {

  /** Segments that were written must stay readable. */
  public void testNamesNeverChange() {
    assertEquals(
        List.of("mivf", "cenivf", "clivf"),
        Arrays.stream(SegmentFile.values()).map(SegmentFile::extension).toList());
    assertEquals(
        List.of("Lorann1Meta", "Lorann1Index", "Lorann1Data"),
        Arrays.stream(SegmentFile.values()).map(SegmentFile::codecName).toList());
  }

  public void testFilesAreToldApart() {
    Set<String> names = new HashSet<>();
    for (SegmentFile file : SegmentFile.values()) {
      assertTrue(names.add(file.extension()));
      assertTrue(names.add(file.codecName()));
    }
  }
}
