// SPDX-License-Identifier: Apache-2.0

/**
 * The plugin and its settings. What an index does with them is in {@link
 * org.lorann.elasticsearch.engine}, the {@code lorann} query in {@link
 * org.lorann.elasticsearch.query}, what can be seen of it all in {@link
 * org.lorann.elasticsearch.stats}.
 */
package org.lorann.elasticsearch;
