package io.proxywasm.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run found out.
 *
 * @param memory by listener; empty when it was not asked for
 */
record Report(
    String envoyVersion,
    List<Workload> workloads,
    int rounds,
    int requestsPerRound,
    List<Plugin> plugins,
    List<BuildResult.LeftOut> leftOut,
    Rounds cpu,
    Map<String, List<MemoryUse>> memory) {

  Report {
    workloads = List.copyOf(workloads);
    plugins = List.copyOf(plugins);
    leftOut = List.copyOf(leftOut);
    memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
  }

  List<Plugin> plugins(Workload workload) {
    return plugins.stream().filter(plugin -> plugin.workload() == workload).toList();
  }

  /** CPU over that of the same requests without a plugin. */
  Statistics overNone(Plugin plugin) {
    return cpu.over(plugin.listener(), plugin.workload().listener(Site.NONE));
  }

  /** CPU over none, as multiples of another plugin's for the same workload; null without that. */
  @Nullable Statistics ratio(Plugin plugin, String other) {
    for (Plugin base : plugins(plugin.workload())) {
      if (base.name().equals(other)) {
        return overNone(plugin).dividedBy(overNone(base));
      }
    }
    return null;
  }
}
