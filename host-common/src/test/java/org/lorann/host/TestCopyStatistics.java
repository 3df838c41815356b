// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The answer of a server, from those of its shards. */
public class TestCopyStatistics extends LuceneTestCase {

  private static CopyStatistics copy(String index, int shard, String node, boolean isPrimary) {
    return new CopyStatistics(index, shard, node, isPrimary, Map.of("fields", Map.of()));
  }

  public void testByIndex() {
    List<CopyStatistics> copies = new ArrayList<>();
    copies.add(copy("b", 0, "x", true));
    for (int shard : new int[] {0, 2, 10}) {
      copies.add(copy("a", shard, "x", true));
    }
    Collections.shuffle(copies, random());
    copies.add(copy("a", 2, "y", false));
    assertEquals(
        "{a={shards={"
            + "0=[{node=x, primary=true, fields={}}], "
            + "2=[{node=x, primary=true, fields={}}, {node=y, primary=false, fields={}}], "
            + "10=[{node=x, primary=true, fields={}}]}}, "
            + "b={shards={0=[{node=x, primary=true, fields={}}]}}}",
        CopyStatistics.byIndex(copies).toString());
  }

  public void testNoShards() {
    assertEquals(Map.of(), CopyStatistics.byIndex(List.of()));
  }
}
