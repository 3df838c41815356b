// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Short digests that tell whether something stored on disk still fits what it was made from. */
public final class Fingerprint {
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
  public static long ofEmbeddings(byte[] model, List<String> texts) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.digest.update(model);
    for (String text : texts) {
      fingerprint.add(text);
    }
    return fingerprint.value();
  }

  /** Of the compiled code a class comes from: an index must not outlive the code that wrote it. */
  public static long ofCode(Class<?> type) throws IOException {
    return ofClasses(CodeLocation.of(type));
  }

  /** The same for a folder of classes as for a jar of them, whenever either was written. */
  public static long ofClasses(Path folderOrJar) throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    checksums(folderOrJar).forEach((name, crc) -> fingerprint.add(name + ' ' + crc));
    return fingerprint.value();
  }

  private static SortedMap<String, Long> checksums(Path folderOrJar) throws IOException {
    return Files.isDirectory(folderOrJar)
        ? checksumsInFolder(folderOrJar)
        : checksumsInJar(folderOrJar);
  }

  private static SortedMap<String, Long> checksumsInFolder(Path folder) throws IOException {
    SortedMap<String, Long> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> isClass(path.toString())).toList()) {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        checksums.put(folder.relativize(file).toString(), crc.getValue());
      }
    }
    return checksums;
  }

  private static SortedMap<String, Long> checksumsInJar(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toString())) {
      return file.stream()
          .filter(entry -> isClass(entry.getName()))
          .collect(
              TreeMap::new,
              (checksums, entry) -> checksums.put(entry.getName(), entry.getCrc()),
              TreeMap::putAll);
    }
  }

  private static boolean isClass(String name) {
    return name.endsWith(CLASS_SUFFIX);
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private long value() {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
