// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase.Nightly;
import org.apache.lucene.util.NamedThreadFactory;

/** Searches beside each other, and beside everything that changes an index. */
public class TestLorannConcurrency extends LorannTestCase {

  private static final VectorSimilarityFunction EUCLIDEAN = VectorSimilarityFunction.EUCLIDEAN;
  private static final int SEARCHERS = 3;

  public void testSearchesShareAReader() throws Exception {
    float[][] vectors = clustered(random(), 2_000, 24, 20);
    try (Directory directory = newDirectory();
        IndexWriter writer =
            new IndexWriter(directory, plainConfig(randomSmallClusters(random())))) {
      add(writer, vectors, 0, 2_000, EUCLIDEAN);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        List<TopDocs> alone = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          alone.add(new IndexSearcher(reader).search(query(vectors[i], 10), 10));
        }
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          tasks.add(
              () -> {
                for (int i = 0; i < 100; i++) {
                  TopDocs hits = new IndexSearcher(reader).search(query(vectors[i], 10), 10);
                  assertExact(hits, List.of(alone.get(i).scoreDocs), 10);
                }
                return null;
              });
        }
        runAll(tasks);
      }
    }
  }

  public void testSearchesWhileTheIndexChanges() throws Exception {
    checkWhileTheIndexChanges(400);
  }

  @Nightly
  public void testSearchesWhileTheIndexChangesForLong() throws Exception {
    checkWhileTheIndexChanges(20_000);
  }

  private static void checkWhileTheIndexChanges(int changes) throws Exception {
    float[][] vectors = clustered(random(), 500, 16, 10);
    IndexWriterConfig config =
        newIndexWriterConfig().setCodec(new LorannCodec(randomSmallClusters(random())));
    // Else it might flush after every other document.
    config.setMaxBufferedDocs(100);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger searches = new AtomicInteger();
    // Refreshes without a pause leave writers little room where the directory is slow.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TEST_NIGHTLY ? 60 : 3);
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, config);
        SearcherManager manager = new SearcherManager(writer, null)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < SEARCHERS; i++) {
        Random random = new Random(random().nextLong());
        tasks.add(
            () -> {
              while (done.get() == false) {
                search(manager, vectors[random.nextInt(vectors.length)], random);
                searches.incrementAndGet();
              }
              return null;
            });
      }
      AtomicInteger writing = new AtomicInteger(2);
      for (int i = 0; i < 2; i++) {
        Random random = new Random(random().nextLong());
        tasks.add(
            () -> {
              try {
                for (int j = 0; j < changes && System.nanoTime() < end; j++) {
                  change(writer, vectors, random);
                }
              } finally {
                done.set(writing.decrementAndGet() == 0 || done.get());
              }
              return null;
            });
      }
      Random random = new Random(random().nextLong());
      tasks.add(
          () -> {
            while (done.get() == false) {
              manager.maybeRefresh();
              if (random.nextInt(200) == 0) {
                writer.forceMerge(random.nextInt(1, 4));
              }
            }
            return null;
          });
      runAll(tasks);
      assertTrue(searches.get() > 0);
    }
  }

  private static void change(IndexWriter writer, float[][] vectors, Random random)
      throws IOException {
    int id = random.nextInt(vectors.length);
    switch (random.nextInt(10)) {
      case 0 -> writer.deleteDocuments(IntPoint.newExactQuery(ID, id));
      case 1, 2, 3 -> {
        Document document = document(id, vectors[id], EUCLIDEAN);
        document.add(new StringField("key", "" + id, Field.Store.NO));
        writer.updateDocument(new Term("key", "" + id), document);
      }
      default -> writer.addDocument(document(id, vectors[id], EUCLIDEAN));
    }
    if (random.nextInt(300) == 0) {
      writer.commit();
    }
  }

  private static void search(SearcherManager manager, float[] target, Random random)
      throws IOException {
    IndexSearcher searcher = manager.acquire();
    try {
      IndexReader reader = searcher.getIndexReader();
      int k = random.nextInt(1, 30);
      TopDocs hits = searcher.search(query(target, k), k);
      List<ScoreDoc> exact = exact(reader, target);
      assertValid(hits, exact);
      assertEquals(Math.min(k, exact.size()), hits.scoreDocs.length);
    } finally {
      manager.release(searcher);
    }
  }

  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    ExecutorService executor =
        Executors.newFixedThreadPool(tasks.size(), new NamedThreadFactory("concurrency"));
    try {
      List<Future<Void>> futures = new ArrayList<>();
      for (Callable<Void> task : tasks) {
        futures.add(executor.submit(task));
      }
      for (Future<Void> future : futures) {
        future.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
