// SPDX-License-Identifier: Apache-2.0

/**
 * The quickstart: a real corpus, a real embedding model, two indexes side by side and questions
 * answered from them, in one command.
 */
package org.lorann.benchmarks.quickstart;
