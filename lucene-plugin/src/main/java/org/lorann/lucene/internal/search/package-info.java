// SPDX-License-Identifier: Apache-2.0
/** Answers queries. Internal: may change in any release. */
package org.lorann.lucene.internal.search;
