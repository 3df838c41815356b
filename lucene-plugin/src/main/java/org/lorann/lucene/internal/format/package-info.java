// SPDX-License-Identifier: Apache-2.0

/**
 * What stands where in the files, without any reading of vectors: {@code SegmentFile} names the
 * files, {@code FieldEntry}, {@code ClustersEntry} and {@code Calibration} are the contents of the
 * metadata, {@code IndexLayout} and {@code ClusterLayout} compute positions in the other two files.
 *
 * <p>Internal: may change in any release.
 */
package org.lorann.lucene.internal.format;
