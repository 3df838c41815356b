// SPDX-License-Identifier: Apache-2.0

/** Building, searching and timing vector indexes the same way for every format under comparison. */
package org.lorann.benchmarks.measure;
