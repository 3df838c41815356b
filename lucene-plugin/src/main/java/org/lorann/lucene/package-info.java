// SPDX-License-Identifier: Apache-2.0

/**
 * Search for nearest neighbours in Lucene by clusters with low-rank factors.
 *
 * <p>To index all vector fields in this way, give the writer a {@link
 * org.lorann.lucene.LorannCodec}. Fields and queries are Lucene's own:
 *
 * <pre>{@code
 * IndexWriterConfig config = new IndexWriterConfig().setCodec(new LorannCodec());
 * try (IndexWriter writer = new IndexWriter(directory, config)) {
 *   Document document = new Document();
 *   document.add(new KnnFloatVectorField("vector", vector, VectorSimilarityFunction.DOT_PRODUCT));
 *   writer.addDocument(document);
 * }
 * try (DirectoryReader reader = DirectoryReader.open(directory)) {
 *   TopDocs hits = new IndexSearcher(reader).search(new KnnFloatVectorQuery("vector", query, 10), 10);
 * }
 * }</pre>
 *
 * <p>To choose a format per field, override {@code getKnnVectorsFormatForField} of Lucene's codec
 * and return one and the same {@link org.lorann.lucene.LorannVectorsFormat} for all fields that are
 * to have it: Lucene writes a set of files for each object it is given.
 *
 * <p>{@link org.lorann.lucene.LorannParameters} says how segments are written, {@link
 * org.lorann.lucene.LorannSearchStrategy} how much work a single search does. Both are optional.
 *
 * <p>Where an index has many segments, {@link org.lorann.lucene.LorannFloatVectorQuery} and {@link
 * org.lorann.lucene.LorannByteVectorQuery} take less work for the same recall than Lucene's
 * queries, which they extend.
 *
 * <p>Nothing of this is needed to read an index: Lucene finds format and codec by their names, as
 * long as this library is on the class path.
 */
package org.lorann.lucene;
