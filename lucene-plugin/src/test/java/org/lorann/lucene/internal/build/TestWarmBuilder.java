// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.build;

import static com.carrotsearch.randomizedtesting.RandomizedTest.randomIntBetween;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.RandomData;
import org.lorann.lucene.internal.format.ClusterLayout;
import org.lorann.lucene.internal.format.ClustersEntry;
import org.lorann.lucene.internal.kernel.PackedMatrix;

public class TestWarmBuilder extends LuceneTestCase {

  private final int dimension = 2 * randomIntBetween(1, 20);
  private final VectorSimilarityFunction similarity =
      VectorSimilarityFunction.values()[random().nextInt(4)];
  private LorannParameters parameters = parameters(0);

  private static LorannParameters parameters(int projectedDimensions) {
    return LorannParameters.builder()
        .exactSearchThreshold(0)
        .projectedDimensions(projectedDimensions)
        .vectorsPerCluster(randomIntBetween(8, 40))
        .rank(randomIntBetween(1, 20))
        .codeBits(random().nextBoolean() ? 4 : 8)
        .seed(random().nextLong())
        .build();
  }

  /**
   * A merge.
   *
   * @param vectors of the merged segment
   * @param newOrdinals where those of the base are among them, or -1
   */
  private record Merge(List<float[]> vectors, int[] newOrdinals) {

    /** Some vectors of a base with others, in any order. */
    static Merge of(List<float[]> base, double keptShare, List<float[]> others) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < base.size(); i++) {
        if (random().nextDouble() < keptShare) {
          order.add(i);
        }
      }
      for (int i = 0; i < others.size(); i++) {
        order.add(~i);
      }
      if (random().nextBoolean()) {
        Collections.shuffle(order, random());
      }
      int[] newOrdinals = new int[base.size()];
      Arrays.fill(newOrdinals, -1);
      List<float[]> vectors = new ArrayList<>();
      for (int i : order) {
        if (i >= 0) {
          newOrdinals[i] = vectors.size();
        }
        vectors.add(i >= 0 ? base.get(i) : others.get(~i));
      }
      return new Merge(vectors, newOrdinals);
    }
  }

  private List<float[]> blobs(int size) {
    return RandomData.rows(RandomData.blobs(random(), size, dimension, 10, 0.5f), dimension);
  }

  private BaseFixture build(Directory directory, String name, List<float[]> vectors)
      throws IOException {
    return new BaseFixture(directory, name, vectors, similarity, parameters, null);
  }

  private BaseFixture build(Directory directory, BaseFixture base, Merge merge) throws IOException {
    return new BaseFixture(
        directory,
        "merged",
        merge.vectors,
        similarity,
        parameters,
        base.mergeBase(doc -> merge.newOrdinals[doc]));
  }

  /** The clusters of a base by what they have of their own, which nothing else has. */
  private static Map<String, Integer> byFactors(BaseClusters clusters) throws IOException {
    Map<String, Integer> byFactors = new HashMap<>();
    for (int i = 0; i < clusters.count(); i++) {
      byFactors.put(factors(clusters, i), i);
    }
    return byFactors;
  }

  private static String factors(BaseClusters clusters, int cluster) throws IOException {
    ClusterRecord record = clusters.record(cluster);
    StringBuilder text = new StringBuilder(Arrays.toString(record.factors()));
    for (int j = 0; j < clusters.layout().rank(); j++) {
      text.append(' ').append(record.scale(j));
    }
    text.append(Arrays.toString(record.centroid()));
    return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static int[] codes(BaseClusters clusters, int cluster, int position) throws IOException {
    ClusterLayout layout = clusters.layout();
    byte[] matrix = clusters.record(cluster).codes();
    int[] codes = new int[layout.rank()];
    for (int j = 0; j < codes.length; j++) {
      codes[j] = PackedMatrix.get(matrix, layout.rankRows(), j, position, layout.bits());
    }
    return codes;
  }

  /** The vectors of clusters that are no more. */
  private static Set<Integer> inDissolved(BaseClusters before, Map<String, Integer> after)
      throws IOException {
    Set<Integer> ordinals = new HashSet<>();
    for (int cluster = 0; cluster < before.count(); cluster++) {
      if (after.containsKey(factors(before, cluster)) == false) {
        Arrays.stream(before.ordinals(cluster)).forEach(ordinals::add);
      }
    }
    return ordinals;
  }

  /** Returns how many clusters were kept; what stayed in them has the codes it had. */
  private static int checkKept(BaseFixture base, BaseFixture merged, int[] newOrdinals)
      throws IOException {
    BaseClusters before = base.clusters();
    BaseClusters after = merged.clusters();
    Map<String, Integer> byFactors = byFactors(before);
    Set<Integer> assignedAnew = inDissolved(before, byFactors(after));
    int kept = 0;
    for (int cluster = 0; cluster < after.count(); cluster++) {
      Integer old = byFactors.get(factors(after, cluster));
      if (old != null) {
        kept++;
        int[] oldOrdinals = before.ordinals(old);
        int[] ordinals = after.ordinals(cluster);
        int stayed = 0;
        for (int i = 0; i < oldOrdinals.length; i++) {
          int position = Arrays.binarySearch(ordinals, newOrdinals[oldOrdinals[i]]);
          if (assignedAnew.contains(oldOrdinals[i]) == false && newOrdinals[oldOrdinals[i]] >= 0) {
            assertTrue("gone: " + oldOrdinals[i], position >= 0);
            stayed++;
            assertArrayEquals(codes(before, old, i), codes(after, cluster, position));
            float step = after.record(cluster).scale(after.layout().correctionStep());
            float correction = before.record(old).correction(i);
            assertEquals(
                correction,
                after.record(cluster).correction(position),
                0.51f * step + 1e-5f * Math.abs(correction));
          }
        }
        assertTrue(after.late(cluster) >= ordinals.length - stayed);
      }
    }
    return kept;
  }

  public void testNothingChangesWithoutChanges() throws IOException {
    List<float[]> vectors = blobs(randomIntBetween(100, 600));
    try (Directory directory = newDirectory();
        BaseFixture base = build(directory, "base", vectors)) {
      int[] same = new int[vectors.size()];
      Arrays.setAll(same, i -> i);
      try (BaseFixture merged = build(directory, base, new Merge(vectors, same))) {
        BaseClusters before = base.clusters();
        BaseClusters after = merged.clusters();
        assertEquals(before.count(), after.count());
        for (int i = 0; i < before.count(); i++) {
          assertArrayEquals(before.record(i).bytes(), after.record(i).bytes());
          assertEquals(0, after.late(i));
          assertEquals(before.radius(i), after.radius(i), 0.02f * before.radius(i));
        }
        assertEquals(base.entry.clusters().energyKept(), merged.entry.clusters().energyKept(), 0);
        assertEquals(base.entry.clusters().history(), merged.entry.clusters().history());
        assertEquals(
            base.entry.clusters().calibration().limits(10, 0.9),
            merged.entry.clusters().calibration().limits(10, 0.9));
      }
    }
  }

  public void testClustersAreKept() throws IOException {
    int size = randomIntBetween(300, 900);
    List<float[]> vectors = blobs(size + size / 40);
    try (Directory directory = newDirectory();
        BaseFixture base = build(directory, "base", vectors.subList(0, size))) {
      Merge merge =
          Merge.of(
              base.vectors,
              random().nextBoolean() ? 1 : 0.9,
              vectors.subList(size, vectors.size()));
      try (BaseFixture merged = build(directory, base, merge)) {
        assertEquals(List.of(), merged.misplaced());
        int kept = checkKept(base, merged, merge.newOrdinals);
        int count = base.clusters().count();
        assertTrue(kept + " of " + count, kept >= 0.7 * count - 1);
        ClustersEntry entry = merged.entry.clusters();
        assertEquals(
            base.entry.clusters().history().fittedEnergy(), entry.history().fittedEnergy(), 0);
      }
    }
  }

  /** Vectors that come to one place in great numbers. */
  public void testClustersThatGrewAreDissolved() throws IOException {
    int size = 1_000;
    List<float[]> vectors = blobs(size);
    List<float[]> others = new ArrayList<>();
    float[] place = vectors.get(0);
    for (int i = 0; i < 200; i++) {
      float[] other = place.clone();
      for (int j = 0; j < dimension; j++) {
        other[j] += 0.1f * (float) random().nextGaussian();
      }
      others.add(other);
    }
    try (Directory directory = newDirectory();
        BaseFixture base = build(directory, "base", vectors)) {
      Merge merge = Merge.of(vectors, 1, others);
      try (BaseFixture merged = build(directory, base, merge)) {
        assertEquals(List.of(), merged.misplaced());
        int kept = checkKept(base, merged, merge.newOrdinals);
        assertTrue("" + kept, kept < base.clusters().count());
        BaseClusters after = merged.clusters();
        for (int i = 0; i < after.count(); i++) {
          assertTrue(after.size(i) <= 4 * parameters.vectorsPerCluster());
        }
      }
    }
  }

  public void testOtherDataAreBuiltCold() throws IOException {
    parameters = parameters(dimension / 2);
    List<float[]> vectors = blobs(500);
    List<float[]> others = blobs(400);
    // What is in the one half of the coordinates is not in the other, which no projection keeps.
    vectors.forEach(vector -> Arrays.fill(vector, 0, dimension / 2, 0));
    others.forEach(vector -> Arrays.fill(vector, dimension / 2, dimension, 0));
    try (Directory directory = newDirectory();
        BaseFixture base = build(directory, "base", vectors)) {
      Merge merge = Merge.of(vectors, 1, others);
      try (BaseFixture merged = build(directory, base, merge);
          BaseFixture cold =
              new BaseFixture(directory, "cold", merge.vectors, similarity, parameters, null)) {
        assertEquals(byFactors(cold.clusters()), byFactors(merged.clusters()));
      }
    }
  }

  public void testSmallBasesAreBuiltCold() throws IOException {
    List<float[]> vectors = blobs(500);
    try (Directory directory = newDirectory();
        BaseFixture base = build(directory, "base", vectors.subList(0, 200))) {
      Merge merge = Merge.of(base.vectors, 1, vectors.subList(200, 500));
      try (BaseFixture merged = build(directory, base, merge);
          BaseFixture cold =
              new BaseFixture(directory, "cold", merge.vectors, similarity, parameters, null)) {
        assertEquals(byFactors(cold.clusters()), byFactors(merged.clusters()));
      }
    }
  }

  /** Whatever comes and goes, every vector has its clusters, and facts stay consistent. */
  public void testGenerations() throws IOException {
    List<float[]> all = blobs(3_000);
    boolean manyEqual = random().nextBoolean();
    if (manyEqual) {
      float[] one = all.get(0);
      for (int i = 0; i < all.size(); i += randomIntBetween(1, 4)) {
        all.set(i, one);
      }
    }
    try (Directory directory = newDirectory()) {
      int next = randomIntBetween(2, 500);
      List<float[]> vectors = all.subList(0, next);
      BaseFixture base = build(directory, "base", vectors);
      for (int generation = 0; generation < 8 && base.entry.hasClusters(); generation++) {
        int more = Math.min(all.size() - next, random().nextInt(1 + vectors.size() / 3));
        Merge merge =
            Merge.of(vectors, 0.5 + random().nextDouble(), all.subList(next, next + more));
        if (merge.vectors.isEmpty()) {
          break;
        }
        next += more;
        BaseFixture merged =
            new BaseFixture(
                directory,
                "generation" + generation,
                merge.vectors,
                similarity,
                parameters,
                base.mergeBase(doc -> merge.newOrdinals[doc]));
        if (merged.entry.hasClusters()) {
          assertEquals(List.of(), merged.misplaced());
          if (manyEqual == false) {
            // Clusters of equal vectors cannot be told apart.
            checkKept(base, merged, merge.newOrdinals);
          }
          assertEquals(merged.entry.clusters().codes(), codes(merged.clusters()));
        }
        base.close();
        base = merged;
        vectors = merge.vectors;
      }
      base.close();
    }
  }

  private static long codes(BaseClusters clusters) {
    long codes = 0;
    for (int i = 0; i < clusters.count(); i++) {
      codes += clusters.size(i);
    }
    return codes;
  }
}
