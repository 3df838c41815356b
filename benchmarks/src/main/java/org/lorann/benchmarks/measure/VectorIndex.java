// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.HitQueue;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * An index of vectors, open for searching in the calling thread.
 *
 * <p>Documents are numbered in the order the indexing threads happened to add them; {@link #rows}
 * translates hits back to the rows of the data set.
 */
public final class VectorIndex implements Closeable {
  public static final String VECTOR_FIELD = "vector";
  static final String ROW_FIELD = "row";

  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final int[] rowOfDoc;

  private VectorIndex(Directory directory, DirectoryReader reader) throws IOException {
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.searcher.setQueryCache(null);
    this.rowOfDoc = readRows(reader);
  }

  /** Opens the index and takes over the directory: it is closed with the index. */
  public static VectorIndex open(Directory directory) throws IOException {
    DirectoryReader reader = null;
    try {
      reader = DirectoryReader.open(directory);
      return new VectorIndex(directory, reader);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileSuppressingExceptions(e, reader, directory);
      throw e;
    }
  }

  private static int[] readRows(DirectoryReader reader) throws IOException {
    int[] rows = new int[reader.maxDoc()];
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues values = leaf.reader().getNumericDocValues(ROW_FIELD);
      for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
        values.advanceExact(doc);
        rows[leaf.docBase + doc] = Math.toIntExact(values.longValue());
      }
    }
    return rows;
  }

  /** The segments. */
  public List<LeafReaderContext> leaves() {
    return reader.leaves();
  }

  /** The path of the index, if it is on disk. */
  public Path path() {
    return ((FSDirectory) directory).getDirectory();
  }

  public Map<String, String> commitData() throws IOException {
    return reader.getIndexCommit().getUserData();
  }

  public BuildCost buildCost() throws IOException {
    return BuildCost.from(commitData());
  }

  public IndexSize size() throws IOException {
    return IndexSize.of(reader.numDocs(), directory);
  }

  /** The best k hits of any query. */
  public TopDocs search(Query query, int k) throws IOException {
    return searcher.search(query, k);
  }

  /** Searches through the format; a null strategy leaves the choice to it. */
  public TopDocs search(float[] query, int k, KnnSearchStrategy strategy) throws IOException {
    return searcher.search(new KnnFloatVectorQuery(VECTOR_FIELD, query, k, null, strategy), k);
  }

  /** Scores every vector with Lucene's bulk scorer, the way Lucene itself searches exactly. */
  public TopDocs searchExactly(float[] query, int k) throws IOException {
    HitQueue hits = new HitQueue(Math.min(k, reader.maxDoc()), true);
    for (LeafReaderContext leaf : reader.leaves()) {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(VECTOR_FIELD);
      VectorScorer.Bulk scorer = vectors.scorer(query).bulk(null);
      DocAndFloatFeatureBuffer batch = new DocAndFloatFeatureBuffer();
      float best = scorer.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, batch);
      while (batch.size > 0) {
        if (best > hits.top().score) {
          offer(hits, batch, leaf.docBase);
        }
        best = scorer.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, batch);
      }
    }
    return bestFirst(hits, reader.maxDoc());
  }

  private static void offer(HitQueue hits, DocAndFloatFeatureBuffer batch, int docBase) {
    ScoreDoc worst = hits.top();
    for (int i = 0; i < batch.size; i++) {
      if (batch.features[i] > worst.score) {
        worst.doc = docBase + batch.docs[i];
        worst.score = batch.features[i];
        worst = hits.updateTop();
      }
    }
  }

  private static TopDocs bestFirst(HitQueue hits, int visited) {
    ScoreDoc[] docs = new ScoreDoc[hits.size()];
    for (int i = docs.length - 1; i >= 0; i--) {
      docs[i] = hits.pop();
    }
    return new TopDocs(new TotalHits(visited, TotalHits.Relation.EQUAL_TO), docs);
  }

  /** The row of the data set a document stands for. */
  public int row(int doc) {
    return rowOfDoc[doc];
  }

  /** The rows of the data set the hits stand for, best first, at most k of them. */
  public int[] rows(TopDocs hits, int k) {
    int[] rows = new int[Math.min(k, hits.scoreDocs.length)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rowOfDoc[hits.scoreDocs[i].doc];
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
