// SPDX-License-Identifier: Apache-2.0

/** Results as tables and charts, and the ways to write them: text, CSV, Markdown and HTML. */
package org.lorann.benchmarks.report;
