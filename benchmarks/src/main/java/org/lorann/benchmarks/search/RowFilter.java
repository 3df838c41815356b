// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.lorann.benchmarks.measure.VectorIndex;

/**
 * Matches the documents of given rows. The matches are ready before the search: what is measured is
 * what a format makes of a filter, not the filter.
 */
final class RowFilter extends Query {
  private final List<FixedBitSet> docsByLeaf = new ArrayList<>();

  RowFilter(VectorIndex index, FixedBitSet rows) {
    for (LeafReaderContext leaf : index.leaves()) {
      int count = leaf.reader().maxDoc();
      FixedBitSet docs = new FixedBitSet(count);
      for (int doc = 0; doc < count; doc++) {
        if (rows.get(index.row(leaf.docBase + doc))) {
          docs.set(doc);
        }
      }
      docsByLeaf.add(docs);
    }
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        FixedBitSet docs = docsByLeaf.get(context.ord);
        return ConstantScoreScorerSupplier.fromIterator(
            new BitSetIterator(docs, docs.cardinality()),
            score(),
            scoreMode,
            context.reader().maxDoc());
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "RowFilter(" + docsByLeaf.stream().mapToInt(FixedBitSet::cardinality).sum() + ")";
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && docsByLeaf.equals(((RowFilter) other).docsByLeaf);
  }

  @Override
  public int hashCode() {
    return 31 * classHash() + docsByLeaf.hashCode();
  }
}
