// SPDX-License-Identifier: Apache-2.0

/**
 * How shards write our format and search it. {@link org.lorann.elasticsearch.engine.EngineChoice}
 * says which indices get a {@link org.lorann.elasticsearch.engine.LorannEngine}; everything else
 * here serves that engine.
 *
 * <p>Only writing needs it. Segments are read by whatever engine, as Lucene finds the format by the
 * name stored with each segment.
 */
package org.lorann.elasticsearch.engine;
