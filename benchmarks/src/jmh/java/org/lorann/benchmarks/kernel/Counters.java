// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.kernel;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What was done, which JMH divides by the time it took. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Counters {

  /** Bytes read. */
  public long bytes;

  /** Multiplications with an addition each. */
  public long multiplyAdds;

  /** Called by JMH. */
  @Setup(Level.Iteration)
  public void clear() {
    bytes = 0;
    multiplyAdds = 0;
  }
}
