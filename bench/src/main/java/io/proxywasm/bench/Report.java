package io.proxywasm.bench;

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
    int rounds,
    int requestsPerRound,
    List<Plugin> plugins,
    List<BuildResult.LeftOut> leftOut,
    Rounds cpu,
    Map<String, List<MemoryUse>> memory) {

  Report {
    plugins = List.copyOf(plugins);
    leftOut = List.copyOf(leftOut);
    memory = Map.copyOf(memory);
  }

  /** CPU over no plugin, as a multiple of the floor's; null without a floor. */
  @Nullable Double ratio(Plugin plugin) {
    if (plugins.stream().noneMatch(other -> other.name().equals(Peer.FLOOR))) {
      return null;
    }
    double floor = cpu.over(Peer.FLOOR, Site.NONE).minimum();
    return cpu.over(plugin.name(), Site.NONE).minimum() / floor;
  }
}
