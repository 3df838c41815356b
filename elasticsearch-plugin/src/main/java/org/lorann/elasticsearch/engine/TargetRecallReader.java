// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch.engine;

import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.elasticsearch.common.lucene.index.SequentialStoredFieldsLeafReader;
import org.lorann.lucene.LorannSearchStrategy;
import org.lorann.lucene.LorannVectorsFormat;

/**
 * A reader whose searches for neighbours aim at the recall that is set at the moment, unless a
 * query asks for something else. The stock {@code knn} query has no word for it, and the readers of
 * vectors know only what was written with their segment.
 */
final class TargetRecallReader extends FilterDirectoryReader {

  private final TargetRecall targetRecall;

  TargetRecallReader(DirectoryReader in, TargetRecall targetRecall) throws IOException {
    super(
        in,
        new SubReaderWrapper() {
          @Override
          public LeafReader wrap(LeafReader leaf) {
            return new Leaf(leaf, targetRecall);
          }
        });
    this.targetRecall = targetRecall;
  }

  @Override
  protected DirectoryReader doWrapDirectoryReader(DirectoryReader reader) throws IOException {
    return new TargetRecallReader(reader, targetRecall);
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return in.getReaderCacheHelper();
  }

  private static final class Leaf extends SequentialStoredFieldsLeafReader {

    private final TargetRecall targetRecall;

    Leaf(LeafReader in, TargetRecall targetRecall) {
      super(in);
      this.targetRecall = targetRecall;
    }

    @Override
    public void searchNearestVectors(
        String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
        throws IOException {
      super.searchNearestVectors(field, target, aimed(field, collector), acceptDocs);
    }

    @Override
    public void searchNearestVectors(
        String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
        throws IOException {
      super.searchNearestVectors(field, target, aimed(field, collector), acceptDocs);
    }

    private KnnCollector aimed(String field, KnnCollector collector) {
      if (isOurs(field) == false || asks(collector.getSearchStrategy())) {
        return collector;
      }
      Double recall = targetRecall.of(field);
      if (recall == null) {
        return collector;
      }
      KnnSearchStrategy strategy = LorannSearchStrategy.targetRecall(recall);
      return new KnnCollector.Decorator(collector) {
        @Override
        public KnnSearchStrategy getSearchStrategy() {
          return strategy;
        }
      };
    }

    /** Whether the field is in our format in this segment. Others have strategies of their own. */
    private boolean isOurs(String field) {
      FieldInfo info = getFieldInfos().fieldInfo(field);
      return info != null
          && LorannVectorsFormat.NAME.equals(
              info.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY));
    }

    /** Whether the query itself says how much work to do. */
    private static boolean asks(KnnSearchStrategy strategy) {
      return strategy instanceof KnnSearchStrategy.Seeded seeded
          ? asks(seeded.originalStrategy())
          : strategy instanceof LorannSearchStrategy;
    }

    @Override
    protected StoredFieldsReader doGetSequentialStoredFieldsReader(StoredFieldsReader reader) {
      return reader;
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }
}
