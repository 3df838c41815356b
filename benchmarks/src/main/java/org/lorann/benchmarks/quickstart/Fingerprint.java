// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Short digests that tell whether something stored on disk still fits what it was made from. */
final class Fingerprint {
  private static final String CLASS_SUFFIX = ".class";

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the model and the texts it embeds, in their order. */
  static long ofEmbeddings(byte[] model, List<String> texts) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.digest.update(model);
    for (String text : texts) {
      fingerprint.add(text);
    }
    return fingerprint.value();
  }

  /** Of the compiled code a class comes from: an index must not outlive the code that wrote it. */
  static long ofCode(Class<?> type) throws IOException {
    Path origin = origin(type);
    Fingerprint fingerprint = new Fingerprint();
    if (Files.isDirectory(origin)) {
      fingerprint.addFolder(origin);
    } else {
      fingerprint.addJar(origin);
    }
    return fingerprint.value();
  }

  private static Path origin(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private void addFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> classes =
          files.filter(file -> file.toString().endsWith(CLASS_SUFFIX)).sorted().toList();
      for (Path file : classes) {
        add(folder.relativize(file).toString());
        digest.update(Files.readAllBytes(file));
      }
    }
  }

  /** Checksums of the entries: unlike the jar's own bytes they do not change with the clock. */
  private void addJar(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toString())) {
      file.stream()
          .filter(entry -> entry.getName().endsWith(CLASS_SUFFIX))
          .sorted(Comparator.comparing(JarEntry::getName))
          .forEach(entry -> add(entry.getName() + ' ' + entry.getCrc()));
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private long value() {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
