// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Vectors with the structure of embeddings: they lie around common centres. The number of a vector
 * serves as the id of its document.
 */
public final class Vectors {

  /** Mean vectors around one centre. */
  private static final int PER_CENTRE = 50;

  /** That of the centres is 1: vectors of different centres mix. */
  private static final double SPREAD = 1;

  private final float[][] centres;
  private final float[][] vectors;

  private Vectors(float[][] centres, float[][] vectors) {
    this.centres = centres;
    this.vectors = vectors;
  }

  /**
   * {@return random vectors}
   *
   * @param random the source of randomness
   * @param count how many
   * @param dimension of each
   */
  public static Vectors random(Random random, int count, int dimension) {
    float[][] centres = new float[Math.max(1, count / PER_CENTRE)][dimension];
    for (float[] centre : centres) {
      for (int i = 0; i < dimension; i++) {
        centre[i] = (float) random.nextGaussian();
      }
    }
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = around(random, centres);
    }
    return new Vectors(centres, vectors);
  }

  private static float[] around(Random random, float[][] centres) {
    float[] vector = centres[random.nextInt(centres.length)].clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) (SPREAD * random.nextGaussian());
    }
    return vector;
  }

  /**
   * {@return a further vector like these, to search for}
   *
   * @param random the source of randomness
   */
  public float[] query(Random random) {
    return around(random, centres);
  }

  /** {@return how many there are} */
  public int size() {
    return vectors.length;
  }

  /**
   * {@return a vector}
   *
   * @param number 0 to the size less 1
   */
  public float[] get(int number) {
    return vectors[number];
  }

  /**
   * {@return a vector as an array in JSON}
   *
   * @param vector any vector
   */
  public static String json(float[] vector) {
    return Arrays.toString(vector);
  }

  /**
   * {@return the numbers of the most similar vectors, best first}
   *
   * @param query what to compare with
   * @param k how many
   * @param similarity the measure
   * @param filter which vectors count
   */
  public List<String> nearest(float[] query, int k, Similarity similarity, IntPredicate filter) {
    return IntStream.range(0, vectors.length)
        .filter(filter)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -similarity.of(query, vectors[i])))
        .limit(k)
        .map(String::valueOf)
        .toList();
  }

  /**
   * {@return the share of the expected documents that were found}
   *
   * @param expected at least one id
   * @param found ids
   */
  public static double recall(Collection<String> expected, Collection<String> found) {
    return (double) expected.stream().filter(found::contains).count() / expected.size();
  }
}
