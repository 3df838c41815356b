// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.logging.Logger;
import org.apache.lucene.util.Constants;

/**
 * Picks the {@link Kernels} once. The vectorized ones are taken under the conditions under which
 * Lucene takes its own: Java 22 or newer, the module {@code jdk.incubator.vector} present, HotSpot
 * with its C2 compiler (interpreted or C1-compiled vector code is far slower than scalar code), and
 * vectors of at least 128 bits.
 */
final class KernelsLookup {

  static final Kernels INSTANCE = lookup();

  private static final int MIN_FEATURE_VERSION = 22;

  private KernelsLookup() {}

  private static Kernels lookup() {
    Logger log = Logger.getLogger(Kernels.class.getName());
    String obstacle = obstacle();
    if (obstacle == null) {
      try {
        return loadPanama();
      } catch (UnsupportedOperationException e) {
        obstacle = e.getMessage();
      }
    }
    log.warning("Lorann uses its scalar kernels, which are several times slower: " + obstacle);
    return new ScalarKernels();
  }

  /** Returns why the vectorized kernels cannot run, or null when they can. */
  private static String obstacle() {
    if (Runtime.version().feature() < MIN_FEATURE_VERSION) {
      return "SIMD needs Java 22 or newer";
    }
    if (Constants.IS_HOTSPOT_VM == false || Constants.IS_JVMCI_VM || Constants.IS_CLIENT_VM) {
      return "SIMD needs a HotSpot VM with its C2 compiler enabled";
    }
    return vectorModule().isEmpty()
        ? "to switch SIMD on, start Java with --add-modules jdk.incubator.vector"
        : null;
  }

  private static Optional<Module> vectorModule() {
    ModuleLayer layer = Kernels.class.getModule().getLayer();
    return (layer == null ? ModuleLayer.boot() : layer).findModule("jdk.incubator.vector");
  }

  private static Kernels loadPanama() {
    vectorModule().ifPresent(Kernels.class.getModule()::addReads);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> type = lookup.findClass("org.lorann.lucene.internal.kernel.PanamaKernels");
      return (Kernels) lookup.findConstructor(type, MethodType.methodType(void.class)).invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("the vectorized kernels are missing from this build", e);
    }
  }
}
