package io.proxywasm.proxy.plugin;

import io.proxywasm.host.Host;
import io.proxywasm.host.Plugin;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilters;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.tcp.TcpExtension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network plugins and logs of a filter chain. */
final class TcpPlugins implements TcpExtension {
  /** What one loop knows; used on it only. */
  private static final class Known {
    private @Nullable TcpFilters filters;
    private int version = -1;
  }

  private final Host host;
  private final Version version;
  private final List<Slot> slots;
  private final PluginLogs logs;
  private final Known[] known;

  TcpPlugins(Host host, Version version, List<Slot> slots, PluginLogs logs, int workers) {
    this.host = host;
    this.version = version;
    this.slots = List.copyOf(slots);
    this.logs = logs;
    this.known = new Known[workers];
    for (int i = 0; i < workers; i++) {
      known[i] = new Known();
    }
  }

  @Override
  public TcpFilters filters(NettyEventLoop loop) {
    Known here = known[loop.index()];
    int now = version.number();
    TcpFilters present = here.filters;
    if (present == null || here.version != now) {
      List<Plugin> plugins = slots.stream().map(slot -> slot.running().plugin()).toList();
      present = host.tcpFilters(loop, plugins);
      here.filters = present;
      here.version = now;
    }
    return present;
  }

  @Override
  public void log(NettyEventLoop loop, StreamInfo info) {
    logs.log(info);
  }
}
