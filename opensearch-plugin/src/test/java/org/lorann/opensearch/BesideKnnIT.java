// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Test;
import org.lorann.host.testkit.Host;
import org.lorann.host.testkit.Installation;
import org.lorann.host.testkit.Node;
import org.lorann.host.testkit.Rest;

/** Our plugin beside one that, like k-NN, replaces the codec of other indexes. */
public class BesideKnnIT extends OpenSearchTestCase {

  private static final String DESCRIPTOR =
      format(
          """
      name=stand-in
      description=Stands for k-NN
      version=1
      dependencies={ opensearch: "~3.8.0" }
      java.version=21
      classname=%s
      """,
          KnnStandIn.class.getName());

  @Test
  public void testTwoPlugins() throws IOException {
    Path standIn = Files.createTempFile("stand-in", ".zip");
    Files.setPosixFilePermissions(standIn, PosixFilePermissions.fromString("rw-r--r--"));
    try (Installation both = Installation.unpack(Host.OPENSEARCH, distribution())) {
      writeStandIn(standIn);
      both.installPlugin(plugin());
      both.installPlugin(standIn);
      try (Node node = Node.builder(both).name("both").build().start()) {
        checkIndexes(node.rest());
      }
    } finally {
      Files.delete(standIn);
    }
  }

  private static void checkIndexes(Rest rest) throws IOException {
    rest.put("/theirs", "{\"settings\": {\"index.knn\": true}}").ok();
    rest.put("/theirs/_doc/1?refresh", "{\"text\": \"theirs\"}").ok();
    rest.put("/ours", index("", field("v", "\"dimension\": 2"))).ok();
    rest.put("/ours/_doc/1?refresh", "{\"v\": [1, 2]}").ok();
    assertEquals(List.of("1"), ids(rest, "ours", 1, nearest("v", new float[] {1, 2}, "\"k\": 1")));

    for (String mapping : List.of(field("v", "\"dimension\": 2"), "")) {
      assertRefused(
          rest.put("/neither", index("\"knn\": true", mapping)),
          "[index.lorann] and [index.knn] cannot both be true");
    }
    assertRefused(
        rest.put("/theirs/_mapping", "{\"properties\": {" + field("v", "\"dimension\": 2") + "}}"),
        "[index.lorann: true]");
    assertEquals(2, rest.get("/_all/_count").ok().path("count").asInt());
  }

  private static void writeStandIn(Path file) throws IOException {
    String className = KnnStandIn.class.getName().replace('.', '/') + ".class";
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (InputStream in = KnnStandIn.class.getResourceAsStream("/" + className)) {
      zip(jar, Map.of(className, in.readAllBytes()));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      zip(
          out,
          Map.of(
              "stand-in.jar",
              jar.toByteArray(),
              "plugin-descriptor.properties",
              DESCRIPTOR.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void zip(OutputStream out, Map<String, byte[]> entries) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      zip.putNextEntry(new ZipEntry(entry.getKey()));
      zip.write(entry.getValue());
    }
    zip.finish();
  }
}
