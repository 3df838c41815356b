// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.nio.file.Path;

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
