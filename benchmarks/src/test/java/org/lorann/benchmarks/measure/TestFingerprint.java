// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.apache.lucene.util.IOUtils;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class TestFingerprint {
  private static final byte[] MODEL = {1, 2, 3};

  private Path folder;

  @Before
  public void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fingerprint");
  }

  @After
  public void removeFolder() throws IOException {
    IOUtils.rm(folder);
  }

  @Test
  public void embeddingsDependOnModelTextsAndOrder() {
    long fingerprint = Fingerprint.ofEmbeddings(MODEL, List.of("a", "b"));
    assertEquals(fingerprint, Fingerprint.ofEmbeddings(MODEL, List.of("a", "b")));
    assertNotEquals(fingerprint, Fingerprint.ofEmbeddings(MODEL, List.of("b", "a")));
    assertNotEquals(fingerprint, Fingerprint.ofEmbeddings(MODEL, List.of("ab")));
    assertNotEquals(fingerprint, Fingerprint.ofEmbeddings(new byte[3], List.of("a", "b")));
  }

  @Test
  public void aFolderAndAJarOfTheSameClassesAreTheSame() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes").resolve("p"));
    Files.write(classes.resolve("A.class"), MODEL);
    Files.write(classes.resolve("notes.txt"), MODEL);
    Path jar = folder.resolve("some.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("p/A.class"));
      out.write(MODEL);
    }
    assertEquals(Fingerprint.ofClasses(jar), Fingerprint.ofClasses(classes.getParent()));
  }

  @Test
  public void changedClassesAreTold() throws IOException {
    Path file = folder.resolve("A.class");
    Files.write(file, MODEL);
    long before = Fingerprint.ofClasses(folder);
    Files.write(file, new byte[3]);
    assertNotEquals(before, Fingerprint.ofClasses(folder));
  }
}
