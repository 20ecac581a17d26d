package io.proxywasm.host;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How much threads have allocated, as far as this JVM tells. */
interface Allocations {
  /** The bytes that a thread has allocated since it began; 0 when it is not known. */
  long of(Thread thread);

  static Allocations ofThisJvm() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (threads instanceof com.sun.management.ThreadMXBean hotSpot
        && hotSpot.isThreadAllocatedMemorySupported()) {
      return thread -> hotSpot.getThreadAllocatedBytes(thread.getId());
    }
    return thread -> 0;
  }
}
