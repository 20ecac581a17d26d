package io.proxywasm.bench;

import io.netty.channel.EventLoop;
import io.proxywasm.envoy.EnvoyBinary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures memory: an Envoy for each plugin alone, looked at after few, many and very many
 * requests.
 */
final class MemoryBenchmark {
  static final List<Integer> STEPS = List.of(10, 100_000, 1_000_000);
  private static final int CONNECTIONS = 8;
  private static final int CHUNK = 100_000;

  private final EnvoyBinary binary;
  private final Progress progress;

  MemoryBenchmark(EnvoyBinary binary, Progress progress) {
    this.binary = binary;
    this.progress = progress;
  }

  Map<String, List<MemoryUse>> run(List<Workload> workloads, List<Plugin> plugins, EventLoop loop) {
    Map<String, List<MemoryUse>> result = new LinkedHashMap<>();
    for (Workload workload : workloads) {
      String none = workload.listener(Site.NONE);
      result.put(none, measure(workload, none, List.of(), loop));
    }
    for (Plugin plugin : plugins) {
      String name = plugin.listener();
      result.put(name, measure(plugin.workload(), name, List.of(plugin), loop));
    }
    return result;
  }

  private List<MemoryUse> measure(
      Workload workload, String name, List<Plugin> plugins, EventLoop loop) {
    List<MemoryUse> uses = new ArrayList<>();
    try (Site site = Site.open(binary, List.of(workload), plugins);
        LoadClient client = LoadClient.connect(loop, site.port(name), workload, CONNECTIONS)) {
      ProcessUsage usage = new ProcessUsage(site.pid());
      int sent = 0;
      for (int step : STEPS) {
        progress.say("memory of " + name + " after " + step + " requests");
        while (sent < step) {
          int next = Math.min(CHUNK, step - sent);
          client.run(next, !plugins.isEmpty());
          sent += next;
        }
        uses.add(new MemoryUse(sent, usage.residentKib(), usage.linearKib()));
      }
    }
    return uses;
  }
}
