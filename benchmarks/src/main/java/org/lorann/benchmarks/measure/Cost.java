// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What an action took. The processor time of the whole process stands beside the elapsed time
 * because an index build spreads over threads and elapsed time alone would hide that work.
 */
public record Cost(long wallNanos, long cpuNanos) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** The work to be measured. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  public static Cost of(Action action) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    action.run();
    return new Cost(System.nanoTime() - wall, system.getProcessCpuTime() - cpu);
  }

  public double wallSeconds() {
    return wallNanos / NANOS_PER_SECOND;
  }

  public double cpuSeconds() {
    return cpuNanos / NANOS_PER_SECOND;
  }
}
