// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.lorann.lucene.internal.codec.LorannVectorsReader;
import org.lorann.lucene.internal.codec.LorannVectorsWriter;

/**
 * A vectors format that answers searches for nearest neighbours from clusters of vectors with
 * low-rank factors, after <a href="https://arxiv.org/abs/2410.18926">LoRANN: Low-Rank Matrix
 * Factorization for Approximate Nearest Neighbor Search</a> (Jääsaari, Hyvönen, Roos, NeurIPS
 * 2024).
 *
 * <p>It takes float and byte vectors of up to {@value #MAX_DIMENSIONS} dimensions and all
 * similarity functions. Fields with fewer vectors in a segment than {@link
 * LorannParameters#exactSearchThreshold}, or without any spread, have no clusters and are scanned
 * exactly.
 *
 * <h2>Method</h2>
 *
 * <p>When a segment is written, for each field:
 *
 * <ol>
 *   <li>Vectors <i>x</i> of <i>d</i> dimensions (scaled to unit length if the similarity is the
 *       cosine) are <i>centred</i> and <i>projected</i> to <i>s</i> coordinates {@code z = scale *
 *       W^T (x - mean)}, where the columns of W are the principal axes of a sample. The scale makes
 *       the mean squared length of the centred vectors one.
 *   <li>The projected vectors are grouped into <i>c</i> clusters by k-means. A quarter of them,
 *       those that gain most by it, are put into a second cluster as well, so that a search that
 *       passes by the one may find them in the other (SOAR, arXiv:2404.00774). A vector that is far
 *       from all centroids gets a cluster of its own, unless many are.
 *   <li>For each cluster, with centroid <i>p</i> and <i>m</i> vectors, a regression of rank
 *       <i>r</i> gives <i>factors</i> A, an {@code s x r} matrix, and a <i>code</i> b(x) of
 *       <i>r</i> numbers for each vector, such that {@code (u^T A) b(x)} comes close to {@code u^T
 *       (z - p)} for the parts <i>u</i> of queries that are likely to visit the cluster: A is
 *       chosen for these, the codes are those for which {@code A b(x)} is closest to {@code z - p}.
 *       The numbers of A and of the codes are quantized.
 *   <li>Each vector gets a <i>correction</i>: what its score differs by from the centroid's that
 *       does not depend on the query's residual.
 *   <li>Queries made up from vectors of the segment are searched for exactly and through the
 *       clusters. This <i>calibration</i> tells how far searches have to go to reach a recall.
 * </ol>
 *
 * <p>A merge goes on from the clusters of one of its segments if that has at least half of the
 * vectors and was written with the same {@code vectorsPerCluster}, {@code rank}, {@code codeBits}
 * and {@code projectedDimensions}. It keeps the projection, and all clusters that have not drifted,
 * with their centroids, factors, scales and the codes of vectors that are still there. Vectors that
 * come to such a cluster are encoded with its factors. If the projection or most clusters no longer
 * suit the vectors, all is built anew.
 *
 * <p>A search projects the query <i>q</i>: {@code y = scale * W^T (q - mean)} if the similarity is
 * {@link org.apache.lucene.index.VectorSimilarityFunction#EUCLIDEAN}, else {@code y = W^T q / |q|}.
 * The score of a centroid <i>p</i> is {@code y^T p - |p|^2 / 2}, or {@code y^T p}. Clusters are
 * visited, and for each of their vectors
 *
 * <pre>
 *   estimate = score of the centroid + (y - t p)^T A b(x) + t * correction
 * </pre>
 *
 * <p>where {@code t = 1} and {@code correction = -(|z - p|^2 + e) / 2} for {@code EUCLIDEAN},
 * <i>e</i> being what the projection drops of {@code scale^2 |x - mean|^2}, and otherwise {@code t
 * = score / |p|^2}, or 0 if <i>p</i> is 0, and {@code correction = (z - p)^T p}. The vectors with
 * the greatest estimates are then scored exactly, with their raw values and Lucene's own scorer;
 * only such scores are returned.
 *
 * <p>A {@link LorannSearchStrategy} says how many clusters are visited, in descending order of
 * their scores, and how many vectors scored exactly, or else the calibration does. Then the
 * clusters with the highest scores come first, until four have any spread. The <i>unit spread</i>
 * <i>v</i> is the standard deviation of estimates from the mean of their cluster in these, divided
 * by the root mean square of their radii. The others follow in ascending order of {@code (b -
 * score) / radius}, where <i>b</i> is the greatest {@code score + 2 * v * radius} of the first.
 * With <i>f</i> the (k + 8)-th greatest estimate so far, a cluster is <i>g</i> = {@code (f - score)
 * / (v * radius)} deviations away. Neighbours are expected in it in proportion to its size and to
 * {@code e^(-m * max(g, -2))}, with <i>f</i> as it was after the first clusters; <i>u</i> is the
 * share of all expected ones in clusters that were not visited yet. A cluster is visited if {@code
 * g + 2 ln((1 + clusters visited) / u)} does not exceed the <i>probe margin</i>. The rate <i>m</i>
 * is 2 at first. After the first clusters, and whenever twice as many were visited, it is fitted to
 * where the (k + 8) best estimates were found: one step of Newton's method from the last rate
 * towards the greatest likelihood, with a normal prior around 2 whose deviation is 1/2, but never
 * below 1/2 or above 8.
 *
 * <p>After the first clusters, the (k + 8) best of their vectors, but at most 64, are scored
 * exactly. With <i>a</i> the standard deviation of estimates from which <i>v</i> follows, and
 * <i>e</i> that of the differences between these exact scores and their estimates, {@code (2 +
 * sqrt(2)) / (2 / a + sqrt(2) / e)} is the unit in which the distance <i>h</i> of estimates below
 * <i>f</i> is measured. With fewer than eight exact scores, <i>e</i> is taken to be <i>a</i>; it is
 * at least a hundredth of it. The other vectors are scored exactly by descending estimate, in steps
 * of 1/16 of the unit, as long as {@code max(h / 0.3, h - ln w)} does not exceed the <i>rerank
 * margin</i>. Here <i>w</i> is the share of neighbours expected in the next four steps, of those
 * expected in them and in what was scored: in proportion to the number of estimates and to {@code
 * e^(-n * max(h, 0))}. The rate <i>n</i> is 2 at first. When (k + 8) vectors were scored, and
 * whenever twice as many were, it is fitted in the same way to where the k best exact scores were
 * found, with a prior of deviation sqrt(2).
 *
 * <h2>Files</h2>
 *
 * <p>Raw vectors are stored by {@link Lucene99FlatVectorsFormat}, in the files .vec and .vemf. The
 * three files below begin with a header written by {@link
 * org.apache.lucene.codecs.CodecUtil#writeIndexHeader}, with version 0 and the codec name
 * Lorann1Meta, Lorann1Index or Lorann1Data, and end with a footer written by {@link
 * org.apache.lucene.codecs.CodecUtil#writeFooter}. All numbers between the two are little-endian.
 *
 * <p>A <i>part</i> is followed by as many zero bytes as it takes to make its length a multiple of
 * 64. Parts begin at multiples of 64 bytes from the beginning of the file; what is between the
 * header and the first of them is zero too.
 *
 * <p>A <i>packed matrix</i> of R rows and C columns holds one code for each number. R is rounded up
 * to a multiple of 16 and C to a multiple of 32; the codes added are zero bits, and are not to be
 * used. The columns are cut into blocks of 32, which stand one after the other.
 *
 * <ul>
 *   <li>With 8 bits, a block is R rows of 32 signed bytes. A code stands for itself times a step.
 *   <li>With 4 bits, a block is R / 4 groups of four rows, and a group is 16 ints. Int i of a group
 *       has the code of row q (0 to 3) of the group and column i of the block in its bits 4q to 4q
 *       + 3, and that of row q and column 16 + i in its bits 16 + 4q to 19 + 4q. A code of 0 to 15
 *       stands for itself less 7.5, times a step.
 * </ul>
 *
 * <h2>.mivf (metadata) file</h2>
 *
 * <p>For each field:
 *
 * <ul>
 *   <li><b>[int32]</b> field number
 *   <li><b>[int32]</b> vector encoding: 0 for bytes, 1 for floats
 *   <li><b>[int32]</b> similarity function: 0 for EUCLIDEAN, 1 for DOT_PRODUCT, 2 for COSINE, 3 for
 *       MAXIMUM_INNER_PRODUCT
 *   <li><b>[int32]</b> <i>d</i>, the dimension of the vectors
 *   <li><b>[int32]</b> the number of vectors
 *   <li><b>[float64]</b> the target recall
 *   <li><b>[int32]</b> <i>c</i>, the number of clusters. If it is 0, nothing more follows for this
 *       field
 *   <li><b>[int64]</b> the number of vectors in all clusters, where those in two count twice
 *   <li><b>[int32]</b> the mean number of vectors in a cluster that was asked for
 *   <li><b>[int32]</b> <i>s</i>, the projected dimensions
 *   <li><b>[int32]</b> <i>r</i>, the rank
 *   <li><b>[int32]</b> the bits of a number in factors and codes, 4 or 8
 *   <li><b>[float32]</b> the scale
 *   <li><b>[float32]</b> the share of the energy of the centred vectors that the projection keeps
 *   <li><b>[int64]</b> where the field begins in the .cenivf file
 *   <li><b>[int64]</b> where the field begins in the .clivf file
 *   <li><b>[int64]</b> the length of the field in the .clivf file
 *   <li>The calibration. For k = 10, then for k = 100, and for each of the recalls 0.5, 0.6, 0.7,
 *       0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99 and 0.995:
 *       <ul>
 *         <li><b>[float32]</b> the probe margin
 *         <li><b>[float32]</b> the rerank margin
 *         <li><b>[float32]</b> the share of the codes that are in the clusters visited, on average
 *         <li><b>[float32]</b> the number of vectors scored exactly on average
 *       </ul>
 *   <li><b>[int32]</b> the projected dimensions that were asked for, or 0
 *   <li><b>[float32]</b> the share of the energy that the projection kept when it was fitted
 *   <li><b>[float32]</b> the greatest loss at which a vector gets a second cluster: the squared
 *       length of the residual to the second centroid plus that of its part along the first
 *       residual, divided by the squared length of the first residual
 *   <li><b>[int64]</b> how many vectors have come or gone since the calibration was measured
 * </ul>
 *
 * <p>After the last field:
 *
 * <ul>
 *   <li><b>[int32]</b> -1
 * </ul>
 *
 * <h2>.cenivf (index) file</h2>
 *
 * <p>What every search reads. For each field with clusters, these parts:
 *
 * <ul>
 *   <li><b>array[float32]</b> the mean, <i>d</i> numbers
 *   <li><b>array[float32]</b> the steps of the axes, <i>s</i> numbers
 *   <li><b>packed matrix</b> the axes W, <i>d</i> rows and <i>s</i> columns with 8 bits; each
 *       column has its step
 *   <li><b>array[float32]</b> the steps of the centroids, <i>c</i> numbers
 *   <li><b>array[float32]</b> the squared lengths of the centroids, <i>c</i> numbers
 *   <li><b>array[float32]</b> the radii of the clusters, <i>c</i> numbers: the root of the mean
 *       squared distance of a cluster's projected vectors from its centroid, but at least a tenth
 *       of the mean of all radii, or 1 if they are all 0
 *   <li><b>packed matrix</b> the centroids, <i>s</i> rows and <i>c</i> columns with 8 bits; each
 *       column has its step
 *   <li><b>array[int64]</b> where the record of each cluster begins, relative to the beginning of
 *       the field in the .clivf file
 *   <li><b>array[int32]</b> the number of vectors of each cluster
 *   <li><b>array[int32]</b> how far each cluster has drifted: how many of its vectors came after
 *       its factors were fitted, where those far from the centroid count more than once, but never
 *       more than it has vectors
 * </ul>
 *
 * <h2>.clivf (cluster) file</h2>
 *
 * <p>For each field with clusters and each of its clusters, with <i>m</i> vectors, a record of
 * these parts:
 *
 * <ul>
 *   <li><b>array[float32]</b> the scales: <i>r</i> numbers, each the step of a column of the
 *       factors times the step of the same row of the codes; then the step of the centroid, the
 *       middle of the corrections and the step of the corrections
 *   <li><b>array[int8]</b> the centroid <i>p</i>, <i>s</i> numbers that stand for themselves times
 *       their step. Clusters may share one
 *   <li><b>packed matrix</b> the factors A, <i>s</i> rows and <i>r</i> columns
 *   <li><b>packed matrix</b> the codes, <i>r</i> rows and <i>m</i> columns
 *   <li><b>array[int8]</b> the corrections, <i>m</i> numbers that stand for their middle plus
 *       themselves times their step
 *   <li><b>array[int32]</b> the ordinals of the vectors, <i>m</i> numbers, ascending. The ordinal
 *       of a vector is its position among the vectors of the field in the .vec file
 * </ul>
 *
 * @lucene.experimental
 */
public final class LorannVectorsFormat extends KnnVectorsFormat {

  /** The name under which segments remember this format. It never changes. */
  public static final String NAME = "Lorann1";

  /** Vectors may have this many dimensions. */
  public static final int MAX_DIMENSIONS = 4_096;

  private static final FlatVectorsFormat FLAT_FORMAT =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

  private final LorannParameters parameters;

  /** A format with the default parameters. Also what Lucene creates to read segments. */
  public LorannVectorsFormat() {
    this(LorannParameters.DEFAULT);
  }

  /**
   * A format with the given parameters.
   *
   * @param parameters how segments are written
   */
  public LorannVectorsFormat(LorannParameters parameters) {
    super(NAME);
    this.parameters = Objects.requireNonNull(parameters, "parameters");
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return new LorannVectorsWriter(state, parameters, FLAT_FORMAT);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new LorannVectorsReader(state, FLAT_FORMAT);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME + "(" + parameters + ")";
  }
}
