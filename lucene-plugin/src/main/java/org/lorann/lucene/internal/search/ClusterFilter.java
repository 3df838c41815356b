// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.util.Bits;

/**
 * What a filter accepts, of one cluster and of all that were looked at. Deleted documents are a
 * filter, too.
 */
final class ClusterFilter {

  /** Vectors looked at in a cluster of which many are accepted. */
  private static final int SAMPLE = 16;

  /** The part of a sample that is enough not to look at the others. */
  private static final double ENOUGH = 1.0 / 8;

  /** Vectors looked at where documents do not tell how many there are. */
  private static final int SEGMENT_SAMPLE = 256;

  private final Bits accepted;

  /** The share of all vectors that is accepted, about. */
  private final double share;

  private double looked;
  private double found;

  private final int[] few = new int[ExactCollector.BULK];
  private int count;

  private ClusterFilter(Bits accepted, double share) {
    this.accepted = accepted;
    this.share = share;
  }

  /**
   * A filter.
   *
   * @param docs the documents that are accepted
   * @param accepted the same for ordinals of vectors, null if all are
   */
  static ClusterFilter of(AcceptDocs docs, Bits accepted) throws IOException {
    return new ClusterFilter(accepted, accepted == null ? 1 : share(docs, accepted));
  }

  private static double share(AcceptDocs docs, Bits accepted) throws IOException {
    double ofDocs = (double) docs.cost() / docs.bits().length();
    // What has no deleted documents counted says that there are none.
    return ofDocs < 1 ? ofDocs : sampledShare(accepted);
  }

  private static double sampledShare(Bits accepted) {
    int step = Math.ceilDiv(accepted.length(), SEGMENT_SAMPLE);
    int sampled = 0;
    int hits = 0;
    for (int ordinal = 0; ordinal < accepted.length(); ordinal += step) {
      sampled++;
      hits += accepted.get(ordinal) ? 1 : 0;
    }
    return (double) hits / sampled;
  }

  boolean accepts(int ordinal) {
    return accepted == null || accepted.get(ordinal);
  }

  /**
   * Looks how much it accepts of the open cluster, no further than until that is more than a few.
   *
   * @param most how many are a few, if they are no more than a bulk
   */
  void look(ClusterScorer cluster, double most) throws IOException {
    int size = cluster.size();
    double part = accepted == null ? 1 : sampledPart(cluster);
    if (part < ENOUGH) {
      part = countFew(cluster, Math.min(most, few.length));
    } else {
      count = Integer.MAX_VALUE;
    }
    found += part * size;
    looked += size;
  }

  private double sampledPart(ClusterScorer cluster) throws IOException {
    int step = Math.ceilDiv(cluster.size(), SAMPLE);
    int sampled = 0;
    int hits = 0;
    for (int i = 0; i < cluster.size(); i += step) {
      sampled++;
      hits += accepted.get(cluster.ordinal(i)) ? 1 : 0;
    }
    return (double) hits / sampled;
  }

  private double countFew(ClusterScorer cluster, double most) throws IOException {
    count = 0;
    for (int i = 0; i < cluster.size(); i++) {
      int ordinal = cluster.ordinal(i);
      if (accepted.get(ordinal)) {
        if (count + 1 > most) {
          double part = (count + 1.0) / (i + 1);
          count = Integer.MAX_VALUE;
          return part;
        }
        few[count++] = ordinal;
      }
    }
    return (double) count / cluster.size();
  }

  /** Whether it accepts nothing of the cluster looked at last. */
  boolean isEmpty() {
    return count == 0;
  }

  /** Whether it accepts no more than a few of its vectors. */
  boolean acceptsFew() {
    return count <= few.length;
  }

  /** The ordinals of the vectors accepted, if they are {@linkplain #acceptsFew few}. */
  int[] ordinals() {
    return Arrays.copyOf(few, count);
  }

  /**
   * How the part accepted of the clusters looked at so far compares with the part of all vectors;
   * not more than one. If it is much less, the filter has to do with the query, and accepts what is
   * far from it.
   */
  double density() {
    return found < share * looked ? found / (share * looked) : 1;
  }
}
