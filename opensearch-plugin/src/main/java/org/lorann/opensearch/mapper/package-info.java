// SPDX-License-Identifier: Apache-2.0

/** The field type {@code lorann_vector}: its mapping, and the vectors of documents. */
package org.lorann.opensearch.mapper;
