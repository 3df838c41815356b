// SPDX-License-Identifier: Apache-2.0

/** What the commands say to the person who runs them: progress, numbers, errors, versions. */
package org.lorann.benchmarks.console;
