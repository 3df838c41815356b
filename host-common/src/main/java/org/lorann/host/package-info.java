// SPDX-License-Identifier: Apache-2.0

/**
 * What the plugins for different servers share: parameters of a field under the names that users
 * write ({@link org.lorann.host.Tunable}), how much work a query asks for ({@link
 * org.lorann.host.SearchEffort}), and what shards tell about their vectors ({@link
 * org.lorann.host.ShardStatistics}, {@link org.lorann.host.CopyStatistics}).
 *
 * <p>Nothing here knows a server; each plugin translates between these classes and the API of its
 * host.
 */
package org.lorann.host;
