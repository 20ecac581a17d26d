package io.proxywasm.bench.proxy;

import io.netty.util.internal.PlatformDependent;
import java.io.File;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What a proxy uses after a full collection.
 *
 * @param heapBytes of the heap
 * @param directBytes of buffers outside of the heap
 * @param files open files, sockets among them; 0 where the system does not tell
 * @param threads the threads
 */
public record ProxyUsage(long heapBytes, long directBytes, int files, int threads) {
  static ProxyUsage ofThisJvm() {
    System.gc();
    System.gc();
    String[] files = new File("/proc/self/fd").list();
    return new ProxyUsage(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        Math.max(0, PlatformDependent.usedDirectMemory())
            + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum(),
        files == null ? 0 : files.length,
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  static ProxyUsage parse(String line) {
    String[] words = line.split(" ");
    return new ProxyUsage(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d %d %d %d", heapBytes, directBytes, files, threads);
  }
}
