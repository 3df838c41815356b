// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class TestTextTable {

  @Test
  public void alignsColumns() {
    TextTable table = new TextTable("index", "size").row("a", "1,000").row("longer", "2");
    assertEquals(
        """
        index    size
        -------------
        a       1,000
        longer      2
        """,
        table.toString());
  }

  @Test
  public void rowsFillEveryColumn() {
    TextTable table = new TextTable("index", "size");
    assertThrows(IllegalArgumentException.class, () -> table.row("a"));
  }
}
