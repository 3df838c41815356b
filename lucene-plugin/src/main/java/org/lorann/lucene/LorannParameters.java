// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.util.concurrent.Executor;

/**
 * How a {@link LorannVectorsFormat} builds its indexes. The defaults are meant to be left alone.
 * They take effect when a segment is written; reading needs none of them, as what matters is stored
 * with the segment.
 *
 * <p>Immutable. Made by a {@link #builder}, which refuses values out of range.
 *
 * @lucene.experimental
 */
public final class LorannParameters {

  /** The defaults. */
  public static final LorannParameters DEFAULT = builder().build();

  private final int vectorsPerCluster;
  private final int rank;
  private final int projectedDimensions;
  private final int codeBits;
  private final double targetRecall;
  private final int exactSearchThreshold;
  private final long seed;
  private final Executor buildExecutor;

  private LorannParameters(Builder builder) {
    this.vectorsPerCluster = builder.vectorsPerCluster;
    this.rank = builder.rank;
    this.projectedDimensions = builder.projectedDimensions;
    this.codeBits = builder.codeBits;
    this.targetRecall = builder.targetRecall;
    this.exactSearchThreshold = builder.exactSearchThreshold;
    this.seed = builder.seed;
    this.buildExecutor = builder.buildExecutor;
  }

  /** {@return a builder that holds the defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the mean number of vectors in a cluster, 8 to 65,536} */
  public int vectorsPerCluster() {
    return vectorsPerCluster;
  }

  /**
   * {@return how many numbers the code of a vector has, 1 to 512} Never more than the projected
   * dimensions.
   */
  public int rank() {
    return rank;
  }

  /**
   * {@return the dimensions vectors are projected to before anything else, up to 4,096, or 0 for as
   * many as keep most of the energy of the data} Never more than the vectors have.
   */
  public int projectedDimensions() {
    return projectedDimensions;
  }

  /** {@return the bits of each number in a code, 4 or 8} */
  public int codeBits() {
    return codeBits;
  }

  /** {@return the recall aimed at by searches that do not say otherwise, above 0 and below 1} */
  public double targetRecall() {
    return targetRecall;
  }

  /** {@return how many vectors a segment must have not to be scanned exactly, 0 to 1,000,000} */
  public int exactSearchThreshold() {
    return exactSearchThreshold;
  }

  /** {@return the seed of every random choice of a build} */
  public long seed() {
    return seed;
  }

  /**
   * {@return where builds run besides the thread that flushes or merges, or null} Merges without
   * one use the executor that Lucene's merge scheduler offers.
   */
  public Executor buildExecutor() {
    return buildExecutor;
  }

  @Override
  public String toString() {
    return "LorannParameters(vectorsPerCluster="
        + vectorsPerCluster
        + ", rank="
        + rank
        + ", projectedDimensions="
        + projectedDimensions
        + ", codeBits="
        + codeBits
        + ", targetRecall="
        + targetRecall
        + ", exactSearchThreshold="
        + exactSearchThreshold
        + ", seed="
        + seed
        + ")";
  }

  /** Collects parameters. Every setter checks its value at once. */
  public static final class Builder {

    private int vectorsPerCluster = 256;
    private int rank = 64;
    private int projectedDimensions = 0;
    private int codeBits = 4;
    private double targetRecall = 0.95;
    private int exactSearchThreshold = 1_000;
    private long seed = 42;
    private Executor buildExecutor;

    private Builder() {}

    /**
     * Sets {@link LorannParameters#vectorsPerCluster}.
     *
     * @param value 8 to 65,536; 256 by default
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public Builder vectorsPerCluster(int value) {
      vectorsPerCluster = checked("vectorsPerCluster", value, 8, 65_536);
      return this;
    }

    /**
     * Sets {@link LorannParameters#rank}.
     *
     * @param value 1 to 512; 64 by default
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public Builder rank(int value) {
      rank = checked("rank", value, 1, 512);
      return this;
    }

    /**
     * Sets {@link LorannParameters#projectedDimensions}.
     *
     * @param value 0 to 4,096; 0 by default
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public Builder projectedDimensions(int value) {
      projectedDimensions =
          checked("projectedDimensions", value, 0, LorannVectorsFormat.MAX_DIMENSIONS);
      return this;
    }

    /**
     * Sets {@link LorannParameters#codeBits}.
     *
     * @param value 4 or 8; 4 by default
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public Builder codeBits(int value) {
      if (value != 4 && value != 8) {
        throw new IllegalArgumentException("codeBits must be 4 or 8, got: " + value);
      }
      codeBits = value;
      return this;
    }

    /**
     * Sets {@link LorannParameters#targetRecall}.
     *
     * @param value above 0 and below 1; 0.95 by default
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public Builder targetRecall(double value) {
      if ((value > 0 && value < 1) == false) {
        throw new IllegalArgumentException(
            "targetRecall must be above 0 and below 1, got: " + value);
      }
      targetRecall = value;
      return this;
    }

    /**
     * Sets {@link LorannParameters#exactSearchThreshold}.
     *
     * @param value 0 to 1,000,000; 1,000 by default
     * @return this builder
     * @throws IllegalArgumentException if out of range
     */
    public Builder exactSearchThreshold(int value) {
      exactSearchThreshold = checked("exactSearchThreshold", value, 0, 1_000_000);
      return this;
    }

    /**
     * Sets {@link LorannParameters#seed}.
     *
     * @param value any value; 42 by default
     * @return this builder
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets {@link LorannParameters#buildExecutor}. It is never shut down, and tasks given to it
     * wait for no other task.
     *
     * @param value an executor, or null, the default
     * @return this builder
     */
    public Builder buildExecutor(Executor value) {
      buildExecutor = value;
      return this;
    }

    /** {@return the parameters collected so far} */
    public LorannParameters build() {
      return new LorannParameters(this);
    }

    private static int checked(String name, int value, int least, int greatest) {
      if (value < least || value > greatest) {
        throw new IllegalArgumentException(
            name + " must be between " + least + " and " + greatest + ", got: " + value);
      }
      return value;
    }
  }
}
