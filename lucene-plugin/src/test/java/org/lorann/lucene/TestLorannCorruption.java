// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;
import org.junit.AfterClass;
import org.junit.BeforeClass;

/** Files of ours with a changed byte, without their end, or from elsewhere. */
public class TestLorannCorruption extends LorannTestCase {

  private static final int VECTORS = 400;

  private static Directory sound;
  private static float[][] vectors;
  private static VectorSimilarityFunction similarity;
  private static LorannParameters parameters;

  @BeforeClass
  public static void createIndex() throws IOException {
    vectors = clustered(random(), VECTORS, 16, 8);
    similarity =
        random().nextBoolean()
            ? VectorSimilarityFunction.EUCLIDEAN
            : VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    parameters = randomSmallClusters(random(), 0.9);
    sound = new ByteBuffersDirectory();
    writeIndex(sound);
  }

  private static void writeIndex(Directory directory) throws IOException {
    try (IndexWriter writer =
        new IndexWriter(directory, plainConfig(parameters).setUseCompoundFile(false))) {
      add(writer, vectors, 0, VECTORS, similarity);
    }
  }

  @AfterClass
  public static void closeIndex() throws IOException {
    IOUtils.close(sound);
    sound = null;
    vectors = null;
    parameters = null;
  }

  /** Changes the content of a file. */
  private interface Damage {
    byte[] to(byte[] content);
  }

  /** Does something with a damaged index. */
  private interface Check {
    void on(Directory directory, String description) throws IOException;
  }

  private static byte[] flip(byte[] content) {
    return flip(content, random().nextInt(content.length));
  }

  private static byte[] flip(byte[] content, int position) {
    content[position] ^= (byte) (1 << random().nextInt(8));
    return content;
  }

  private static byte[] truncate(byte[] content) {
    return Arrays.copyOf(content, random().nextInt(content.length));
  }

  private static void damaged(String extension, Damage damage, Check check) throws IOException {
    try (Directory directory =
        random().nextBoolean() ? new ByteBuffersDirectory() : FSDirectory.open(createTempDir())) {
      String description = "";
      for (String name : sound.listAll()) {
        byte[] content = read(sound, name);
        if (name.endsWith("." + extension)) {
          byte[] changed = damage.to(content.clone());
          int position = Arrays.mismatch(content, changed);
          description = name + " of " + content.length + " bytes, first difference " + position;
          content = changed;
        }
        if (name.equals("write.lock") == false) {
          try (IndexOutput out = directory.createOutput(name, IOContext.DEFAULT)) {
            out.writeBytes(content, content.length);
          }
        }
      }
      assertFalse(description.isEmpty());
      check.on(directory, description);
    }
  }

  private static byte[] read(Directory directory, String name) throws IOException {
    try (IndexInput in = directory.openInput(name, IOContext.DEFAULT)) {
      byte[] content = new byte[(int) in.length()];
      in.readBytes(content, 0, content.length);
      return content;
    }
  }

  private static boolean tellsOfCorruption(Throwable t) {
    return t instanceof CorruptIndexException
        || t instanceof IndexFormatTooOldException
        || t instanceof IndexFormatTooNewException
        || t instanceof EOFException;
  }

  private static void assertNotOpened(Directory directory, String description) {
    Throwable t = null;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      fail(description + " opened: " + reader);
    } catch (IOException e) {
      t = e;
    }
    if (tellsOfCorruption(t) == false) {
      throw new AssertionError(description, t);
    }
  }

  /** Detected when opened, or at the latest when checked. */
  private static void assertDetected(Directory directory, String description) {
    Throwable t = null;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (var leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
      fail(description + " not detected");
    } catch (IOException e) {
      t = e;
    }
    if (tellsOfCorruption(t) == false) {
      throw new AssertionError(description, t);
    }
  }

  public void testChangedMetaIsNotOpened() throws IOException {
    for (int i = 0; i < 30; i++) {
      damaged("mivf", TestLorannCorruption::flip, TestLorannCorruption::assertNotOpened);
    }
  }

  public void testChangesAllOverMetaAreDetected() throws IOException {
    int length = 0;
    for (String name : sound.listAll()) {
      length = name.endsWith(".mivf") ? read(sound, name).length : length;
    }
    int step = TEST_NIGHTLY ? 1 : 10;
    for (int i = random().nextInt(step); i < length; i += step) {
      int position = i;
      damaged("mivf", content -> flip(content, position), TestLorannCorruption::assertNotOpened);
    }
  }

  public void testTruncatedFilesAreNotOpened() throws IOException {
    for (String extension : new String[] {"mivf", "cenivf", "clivf"}) {
      for (int i = 0; i < 15; i++) {
        damaged(extension, TestLorannCorruption::truncate, TestLorannCorruption::assertNotOpened);
      }
    }
  }

  public void testEmptyFilesAreNotOpened() throws IOException {
    for (String extension : new String[] {"mivf", "cenivf", "clivf"}) {
      damaged(extension, content -> new byte[0], TestLorannCorruption::assertNotOpened);
    }
  }

  public void testLongerFilesAreDetected() throws IOException {
    for (String extension : new String[] {"mivf", "cenivf", "clivf"}) {
      damaged(
          extension,
          content -> Arrays.copyOf(content, content.length + 1),
          TestLorannCorruption::assertNotOpened);
    }
  }

  /** The same vectors written once more: such files differ by nothing but the segment's id. */
  public void testFilesOfAnotherIndexAreNotOpened() throws IOException {
    try (Directory other = new ByteBuffersDirectory()) {
      writeIndex(other);
      for (String extension : new String[] {"mivf", "cenivf", "clivf"}) {
        String name =
            Arrays.stream(other.listAll())
                .filter(file -> file.endsWith("." + extension))
                .findAny()
                .orElseThrow();
        byte[] content = read(other, name);
        assertEquals(name, read(sound, name).length, content.length);
        damaged(extension, own -> content, TestLorannCorruption::assertNotOpened);
      }
    }
  }

  public void testChangedDataAreDetected() throws IOException {
    for (String extension : new String[] {"cenivf", "clivf"}) {
      for (int i = 0; i < 30; i++) {
        damaged(extension, TestLorannCorruption::flip, TestLorannCorruption::assertDetected);
      }
    }
  }

  public void testCheckIndexFindsChangedData() throws IOException {
    for (String extension : new String[] {"mivf", "cenivf", "clivf"}) {
      for (int i = 0; i < 5; i++) {
        damaged(
            extension,
            TestLorannCorruption::flip,
            (directory, description) -> {
              ByteArrayOutputStream output = new ByteArrayOutputStream();
              try (CheckIndex checker = new CheckIndex(directory)) {
                checker.setInfoStream(new PrintStream(output, true, StandardCharsets.UTF_8));
                assertFalse(description, checker.checkIndex().clean);
              }
            });
      }
    }
  }

  public void testChangedDataAreNotMerged() throws IOException {
    for (String extension : new String[] {"cenivf", "clivf"}) {
      for (int i = 0; i < 5; i++) {
        damaged(
            extension,
            TestLorannCorruption::flip,
            (directory, description) -> assertNotMerged(directory, description));
      }
    }
  }

  private static void assertNotMerged(Directory damaged, String description) throws IOException {
    try (Directory target = new ByteBuffersDirectory();
        IndexWriter writer =
            new IndexWriter(
                target,
                plainConfig(smallClusters().build())
                    .setMergeScheduler(new SerialMergeScheduler()))) {
      Throwable t = null;
      try (DirectoryReader reader = DirectoryReader.open(damaged)) {
        LeafReader leaf = getOnlyLeafReader(reader);
        writer.addIndexes((CodecReader) leaf);
        fail(description + " not detected");
      } catch (IOException e) {
        t = e;
      }
      if (tellsOfCorruption(t) == false) {
        throw new AssertionError(description, t);
      }
    }
  }

  /**
   * Lucene checks only parts of a file when it is opened. Searches of what was changed elsewhere
   * may find anything, but nothing worse may happen to them than to find the file corrupt.
   */
  public void testSearchesOfChangedDataFailCleanlyIfAtAll() throws IOException {
    for (String extension : new String[] {"cenivf", "clivf"}) {
      for (int i = 0; i < 50; i++) {
        damaged(
            extension,
            TestLorannCorruption::flip,
            (directory, description) -> {
              try (DirectoryReader reader = DirectoryReader.open(directory)) {
                search(reader, description);
              } catch (IOException e) {
                if (tellsOfCorruption(e) == false) {
                  throw new AssertionError(description, e);
                }
              }
            });
      }
    }
  }

  private static void search(DirectoryReader reader, String description) throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    for (int i = 0; i < 5; i++) {
      float[] target = vectors[random().nextInt(VECTORS)];
      LorannSearchStrategy all = LorannSearchStrategy.probes(Integer.MAX_VALUE, Integer.MAX_VALUE);
      for (Query query :
          new Query[] {
            query(target, 10),
            query(target, 10, null, all),
            new FloatVectorSimilarityQuery(FIELD, target, 0.5f)
          }) {
        try {
          searcher.search(query, 10);
        } catch (RuntimeException | OutOfMemoryError | AssertionError e) {
          throw new AssertionError(description + ", " + query, e);
        }
      }
    }
  }
}
