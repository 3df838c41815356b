// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.lucene.LorannCodec;

/**
 * With Elasticsearch on the class path, as {@code ./benchmark} has it, no index can be opened until
 * its logging is set up. Runs before any other test, which would have done that.
 */
public class TestDiskBbqInspect {

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  @Test
  public void anIndexCanBeOpened() throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new LorannCodec());
    try (Directory directory = FSDirectory.open(temporary.path());
        IndexWriter writer = new IndexWriter(directory, config)) {
      Document document = new Document();
      document.add(new KnnFloatVectorField("v", new float[] {1, 2}));
      writer.addDocument(document);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertEquals(0, BenchmarkCommand.execute(print, print, "inspect", temporary.path().toString()));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text, text.contains("field \"v\": 1 vectors of 2 dimensions"));
  }
}
