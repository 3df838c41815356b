// SPDX-License-Identifier: Apache-2.0
package org.lorann.host;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one copy of a shard answers.
 *
 * @param index the name of the index
 * @param shard the number of the shard, from 0
 * @param node the id of the node that has the copy
 * @param isPrimary whether it is the primary
 * @param statistics the document of {@link ShardStatistics}
 */
public record CopyStatistics(
    String index, int shard, String node, boolean isPrimary, Map<String, Object> statistics) {

  /**
   * Puts the answers together, as servers print them:
   *
   * <pre>
   * {INDEX: {"shards": {"0": [{"node": "...", "primary": true, "fields": {...}}, ...]}}}
   * </pre>
   *
   * @param copies in any order
   * @return a new document of maps, lists, strings and numbers, sorted by index and shard
   */
  public static Map<String, Object> byIndex(Collection<CopyStatistics> copies) {
    Map<String, Object> document = new LinkedHashMap<>();
    sorted(copies, CopyStatistics::index)
        .forEach((index, ofIndex) -> document.put(index, Map.of("shards", byShard(ofIndex))));
    return document;
  }

  private static Map<String, Object> byShard(Collection<CopyStatistics> ofIndex) {
    Map<String, Object> document = new LinkedHashMap<>();
    sorted(ofIndex, CopyStatistics::shard)
        .forEach(
            (shard, ofShard) ->
                document.put(
                    shard.toString(), ofShard.stream().map(CopyStatistics::document).toList()));
    return document;
  }

  private static <K> Map<K, List<CopyStatistics>> sorted(
      Collection<CopyStatistics> copies, Function<CopyStatistics, K> key) {
    return copies.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("node", node);
    document.put("primary", isPrimary);
    document.putAll(statistics);
    return document;
  }
}
