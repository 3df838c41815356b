// SPDX-License-Identifier: Apache-2.0

/** The query {@code lorann}, with the words of k-NN's query {@code knn}. */
package org.lorann.opensearch.query;
