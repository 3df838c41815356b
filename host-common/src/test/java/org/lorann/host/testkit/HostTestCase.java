// SPDX-License-Identifier: Apache-2.0
package org.lorann.host.testkit;

import com.carrotsearch.randomizedtesting.RandomizedContext;
import com.carrotsearch.randomizedtesting.RandomizedRunner;
import com.carrotsearch.randomizedtesting.annotations.ThreadLeakScope;
import java.nio.file.Path;
import java.util.Random;
import org.junit.Assert;
import org.junit.runner.RunWith;

/** A randomized test of a plugin in real servers. A failure prints the seed that repeats it. */
@RunWith(RandomizedRunner.class)
@ThreadLeakScope(ThreadLeakScope.Scope.NONE) // Servers are shared; HTTP clients keep threads.
public abstract class HostTestCase extends Assert {

  /** {@return the source of all randomness} */
  public static Random random() {
    return RandomizedContext.current().getRandom();
  }

  /** {@return the server's zip, which the build has fetched} */
  public static Path distribution() {
    return path("lorann.it.distribution");
  }

  /** {@return the plugin's zip, which the build has made} */
  public static Path plugin() {
    return path("lorann.it.plugin");
  }

  private static Path path(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new AssertionError(property + " is not set: run with ./mvnw verify");
    }
    return Path.of(value);
  }
}
