// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.mapper;

import com.carrotsearch.randomizedtesting.RandomizedTest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Assert;
import org.junit.Test;
import org.lorann.host.Tunable;
import org.opensearch.common.xcontent.XContentHelper;
import org.opensearch.common.xcontent.json.JsonXContent;

/** Methods are read from mappings, and written as they can be read again. */
public class TestMethod extends RandomizedTest {

  @Test
  public void testReadsWhatItWrites() {
    for (int i = 0; i < 100; i++) {
      Method method = randomMethod();
      Assert.assertEquals(
          method,
          Method.parse(XContentHelper.convertToMap(JsonXContent.jsonXContent, "" + method, true)));
    }
  }

  private static Method randomMethod() {
    Map<Tunable, Object> tunables = new HashMap<>();
    if (randomBoolean()) {
      return new Method(MethodName.HNSW, tunables);
    }
    if (randomBoolean()) {
      tunables.put(Tunable.RANK, between(1, 512));
    }
    if (randomBoolean()) {
      tunables.put(Tunable.TARGET_RECALL, between(1, 99) / 100.0);
    }
    if (randomBoolean()) {
      tunables.put(Tunable.BITS, "8");
    }
    return new Method(MethodName.LORANN, tunables);
  }

  @Test
  public void testDefaults() {
    Assert.assertEquals(Method.DEFAULT, Method.parse(Map.of()));
    Assert.assertEquals(Method.DEFAULT, Method.parse(Map.of("name", "lorann")));
    Assert.assertEquals(Method.DEFAULT, Method.parse(Map.of("parameters", Map.of())));
    Assert.assertEquals(
        new Method(MethodName.HNSW, Map.of()), Method.parse(Map.of("name", "hnsw")));
    Assert.assertEquals(
        new Method(MethodName.HNSW, Map.of()),
        Method.parse(Map.of("name", "hnsw", "parameters", Map.of())));
  }

  /** In whichever order the two are given. */
  @Test
  public void testHnswHasNoParameters() {
    for (Tunable tunable : Tunable.values()) {
      Map<String, Object> parameters = Map.of(tunable.key(), 8);
      for (boolean nameFirst : new boolean[] {true, false}) {
        Map<String, Object> method = new LinkedHashMap<>();
        if (nameFirst) {
          method.put("name", "hnsw");
        }
        method.put("parameters", parameters);
        method.putIfAbsent("name", "hnsw");
        assertRefused(method, "the method [hnsw] has no parameters, got [" + tunable.key() + "]");
      }
    }
  }

  @Test
  public void testMalformed() {
    assertRefused(null, "[method] must be an object, got [null]");
    assertRefused("hnsw", "[method] must be an object, got [hnsw]");
    assertRefused(Map.of("name", "HNSW"), "[name] must be one of [lorann, hnsw], got [HNSW]");
    assertRefused(Map.of("name", List.of("hnsw")), "[name] must be one of [lorann, hnsw]");
    assertRefused(Map.of("engine", "lucene"), "[method] knows [name] and [parameters]");
    assertRefused(Map.of("parameters", 1), "[parameters] must be an object, got [1]");
    assertRefused(Map.of("parameters", Map.of("m", 16)), "unknown parameter [m]");
  }

  private static void assertRefused(Object node, String message) {
    IllegalArgumentException e =
        Assert.assertThrows(IllegalArgumentException.class, () -> Method.parse(node));
    Assert.assertTrue(e.getMessage(), e.getMessage().startsWith(message));
  }
}
