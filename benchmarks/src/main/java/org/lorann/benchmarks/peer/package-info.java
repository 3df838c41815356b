// SPDX-License-Identifier: Apache-2.0

/** The formats that are compared: how each is built, and the knob that trades recall for time. */
package org.lorann.benchmarks.peer;
