// SPDX-License-Identifier: Apache-2.0

/**
 * The reader and the writer that Lucene calls. {@code LorannVectorsWriter} lets Lucene write the
 * raw vectors and then has each field built; {@code LorannVectorsReader} opens and checks the files
 * and starts searches.
 *
 * <p>Internal: may change in any release.
 */
package org.lorann.lucene.internal.codec;
