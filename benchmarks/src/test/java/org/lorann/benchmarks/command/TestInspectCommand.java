// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.lorann.lucene.LorannCodec;
import org.lorann.lucene.LorannParameters;

public class TestInspectCommand {

  private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @Before
  public void createFolder() throws IOException {
    folder = Files.createTempDirectory("inspect");
  }

  @After
  public void deleteFolder() throws IOException {
    IOUtils.rm(folder);
  }

  private int inspect(String... arguments) {
    return BenchmarkCommand.execute(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(log, true, StandardCharsets.UTF_8),
        Stream.concat(Stream.of("inspect"), Stream.of(arguments)).toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Two segments with 500 and 300 vectors; searches of the second scan exactly. */
  private Path index() throws IOException {
    LorannParameters parameters =
        LorannParameters.builder().exactSearchThreshold(400).vectorsPerCluster(32).build();
    SplittableRandom random = new SplittableRandom(1);
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new LorannCodec(parameters));
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < 800; i++) {
        Document document = new Document();
        float[] vector = new float[6];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = (float) random.nextGaussian();
        }
        document.add(new KnnFloatVectorField("v", vector));
        writer.addDocument(document);
        if (i == 499) {
          writer.commit();
        }
      }
    }
    return folder;
  }

  @Test
  public void printsTheFactsOfEverySegment() throws IOException {
    assertEquals(log(), 0, inspect(index().toString()));
    String text = out();
    assertTrue(text, text.contains("segment _0, field \"v\": 500 vectors of 6 dimensions"));
    assertTrue(text, text.contains("segment _1, field \"v\": 300 vectors of 6 dimensions"));
    assertEquals(text, 1, occurrences("no clusters", text));
    assertTrue(text, text.contains("asked for 32"));
    assertTrue(text, text.contains("rank 6, 4 bits"));
    assertEquals(text, 1, occurrences("k = 100 ", text));
    assertEquals(text, 2, occurrences("raw vectors", text));
  }

  @Test
  public void printsTheWholeCalibration() throws IOException {
    assertEquals(log(), 0, inspect("--calibration", index().toString()));
    assertEquals(out(), 12, occurrences("k = 100 ", out()));
  }

  private static int occurrences(String what, String text) {
    return text.split(what, -1).length - 1;
  }

  @Test
  public void saysThatAFieldIsNotThere() throws IOException {
    assertEquals(0, inspect("--field", "w", index().toString()));
    assertEquals("no field \"w\" in the LoRANN format", out().strip());
  }

  @Test
  public void refusesWhatIsNoIndex() throws IOException {
    assertEquals(2, inspect(folder.toString()));
    assertTrue(log(), log().contains("has no Lucene index"));
    Path missing = folder.resolve("missing");
    assertEquals(2, inspect(missing.toString()));
    assertTrue(log(), log().contains("is not a folder"));
    assertFalse(Files.exists(missing));
  }
}
