// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.search;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.internal.format.Calibration;

/** Compares a replay with searches that go as far as a margin, over the same estimates. */
public class TestProbeReplay extends LuceneTestCase {

  /** A replay adds two numbers and a search subtracts one from the other. */
  private static final float ROUNDING = 1e-3f;

  private int k;
  private int vectors;
  private ClusterRanking ranking;

  /** By cluster. */
  private int[][] ordinals;

  private float[][] estimates;

  /** The clusters in the order of a search through all of them, and what the replay says. */
  private int[] clusters;

  private int firstCount;
  private float[] margins;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    k = randomIntBetween(1, 40);
    makeClusters(randomIntBetween(8, 150));
    replay();
  }

  private void makeClusters(int count) {
    Random random = random();
    float[] scores = new float[count];
    float[] radii = new float[count];
    int[] sizes = new int[count];
    ordinals = new int[count][];
    estimates = new float[count][];
    double spread = 4 * random.nextDouble();
    vectors = k;
    for (int i = 0; i < count; i++) {
      scores[i] = (float) (spread * random.nextGaussian());
      radii[i] = 0.5f + random.nextFloat();
      sizes[i] = randomIntBetween(2, 60);
      fill(i, sizes[i], scores[i], radii[i]);
    }
    ranking = new ClusterRanking(false, new float[1], 0, scores, new float[count], radii, sizes);
  }

  /** With vectors most of which are in no other cluster. */
  private void fill(int cluster, int size, float score, float radius) {
    ordinals[cluster] = new int[size];
    estimates[cluster] = new float[size];
    for (int i = 0; i < size; i++) {
      boolean isSecond = cluster > 0 && random().nextInt(4) == 0;
      ordinals[cluster][i] = isSecond ? random().nextInt(vectors) : vectors++;
      estimates[cluster][i] = (float) (score + radius * random().nextGaussian());
    }
  }

  private void replay() {
    SpreadMeter meter = new SpreadMeter();
    PromisingOrder order = new PromisingOrder(ranking.scores(), ranking.radii());
    Floor floor = new Floor(k);
    List<Integer> sequence = new ArrayList<>();
    while (meter.isComplete() == false) {
      int cluster = order.nextFirst();
      sequence.add(cluster);
      meter.add(estimates[cluster], estimates[cluster].length, ranking.radii()[cluster]);
      floor.moveTo(cluster);
      for (int i = 0; i < ordinals[cluster].length; i++) {
        floor.offer(ordinals[cluster][i], estimates[cluster][i]);
      }
    }
    firstCount = sequence.size();
    OtherClusters others = order.others(meter.perRadius());
    while (sequence.size() < ranking.count()) {
      sequence.add(others.next(Float.NEGATIVE_INFINITY, 0));
    }
    clusters = sequence.stream().mapToInt(Integer::intValue).toArray();
    margins = new ProbeReplay(ranking, meter, clusters, firstCount).margins(floor, candidates());
  }

  private TraceCandidates candidates() {
    TraceCandidates candidates = new TraceCandidates();
    int[] ranks = new int[clusters.length];
    for (int i = 0; i < clusters.length; i++) {
      ranks[clusters[i]] = i;
    }
    for (int i = 0; i < ordinals.length; i++) {
      for (int j = 0; j < ordinals[i].length; j++) {
        candidates.add(i, ordinals[i][j], estimates[i][j]);
      }
    }
    candidates.arrange(ranks, clusters.length);
    return candidates;
  }

  /** The clusters that a search probes at a margin. */
  private List<Integer> probed(float margin) throws IOException {
    CalibratedProbes probes =
        new CalibratedProbes(
            ranking,
            new Calibration.Limits(margin, 1, 0, 0),
            k,
            new ErrorMeter(wanted -> new float[wanted.length]),
            ClusterFilter.of(AcceptDocs.fromLiveDocs(null, vectors), null),
            null);
    List<Integer> probed = new ArrayList<>();
    for (int cluster = probes.next(); cluster >= 0; cluster = probes.next()) {
      probed.add(cluster);
      probes.scanned(cluster, estimates[cluster], estimates[cluster].length);
      for (int i = 0; i < ordinals[cluster].length; i++) {
        if (estimates[cluster][i] > probes.candidates().threshold()) {
          probes.candidates().add(ordinals[cluster][i], estimates[cluster][i]);
        }
      }
    }
    return probed;
  }

  /** The clusters of the replay before the first that takes more than a margin. */
  private List<Integer> within(float margin) {
    List<Integer> within = new ArrayList<>();
    for (int i = 0; i < clusters.length && margins[i] <= margin; i++) {
      within.add(clusters[i]);
    }
    return within;
  }

  private float greatestMargin(int end) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < end; i++) {
      greatest = Math.max(greatest, margins[i]);
    }
    return greatest;
  }

  public void testTheFirstClustersAreProbedInAnyCase() throws IOException {
    for (int i = 0; i < firstCount; i++) {
      assertEquals(0, margins[i], 0f);
    }
    List<Integer> probed = probed(-1e9f);
    assertEquals(toList(firstCount), start(probed, firstCount));
  }

  public void testASearchWithinTheGreatestMarginProbesAll() throws IOException {
    float margin = greatestMargin(clusters.length) + ROUNDING;
    assertEquals(within(margin), probed(margin));
    assertEquals(clusters.length, probed(margin).size());
  }

  public void testASearchGetsAsFarAsItsMarginGoes() throws IOException {
    for (int rank = firstCount; rank < clusters.length; rank++) {
      float margin = greatestMargin(rank + 1) + ROUNDING;
      assertEquals(toList(rank + 1), start(probed(margin), rank + 1));
    }
  }

  /**
   * Until twice the first clusters are probed, after which a search learns again: that may make it
   * expect more, while the replay takes it that a search which stopped has stopped for good.
   */
  public void testASearchGetsNoFurtherThanItsMarginGoes() throws IOException {
    for (int rank = firstCount; rank < Math.min(2 * firstCount, clusters.length); rank++) {
      float margin = margins[rank] - ROUNDING;
      if (greatestMargin(rank) < margin) {
        List<Integer> probed = probed(margin);
        assertEquals(toList(rank), start(probed, rank));
        boolean isProbedNext = probed.size() > rank && probed.get(rank) == clusters[rank];
        assertFalse("cluster " + rank + " at " + margin, isProbedNext);
      }
    }
  }

  /** The first of all clusters. */
  private List<Integer> toList(int end) {
    return Arrays.stream(clusters, 0, end).boxed().toList();
  }

  private static List<Integer> start(List<Integer> list, int end) {
    return list.subList(0, Math.min(end, list.size()));
  }
}
