// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.nio.file.Path;
import org.lorann.benchmarks.console.Progress;

/** What the command line asked for. */
record Settings(
    Path folder,
    int docs,
    int k,
    long seed,
    int threads,
    boolean fast,
    boolean rebuild,
    Progress.Style progress) {}
