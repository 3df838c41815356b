// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.Closeable;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most heap in use after a garbage collection, that is, without most of the garbage. What is
 * not collected in time counts too, so that the number is an upper limit, and the tighter the
 * smaller the heap is.
 */
public final class HeapMeter implements Closeable {
  private final AtomicLong peak = new AtomicLong();
  private final NotificationListener listener = (notification, handback) -> update(notification);

  /** Watches from now on. */
  public HeapMeter() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).addNotificationListener(listener, null, null);
    }
  }

  private void update(Notification notification) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      GarbageCollectionNotificationInfo info =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
      peak.accumulateAndGet(heap(info.getGcInfo().getMemoryUsageAfterGc()), Math::max);
    }
  }

  private static long heap(Map<String, MemoryUsage> usages) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(
            pool -> usages.containsKey(pool.getName()) ? usages.get(pool.getName()).getUsed() : 0)
        .sum();
  }

  /** In bytes; 0 if nothing was ever collected. */
  public long peakBytes() {
    return peak.get();
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      try {
        ((NotificationEmitter) bean).removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
