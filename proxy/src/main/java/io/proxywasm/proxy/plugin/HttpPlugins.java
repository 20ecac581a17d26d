package io.proxywasm.proxy.plugin;

import io.proxywasm.host.Host;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.Plugin;
import io.proxywasm.proxy.config.Bytes;
import io.proxywasm.proxy.config.FilterOverride;
import io.proxywasm.proxy.http.HttpExtension;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plugins and logs of an HTTP connection manager. */
final class HttpPlugins implements HttpExtension {
  /** Overrides that are made anew for every stream would fill the memory otherwise. */
  private static final int MAX_KNOWN = 4096;

  /**
   * A filter in the chain.
   *
   * @param disabled whether it runs only where a route says so
   * @param own the plugin with its own configuration
   * @param byConfiguration the plugin with the configurations of routes
   */
  record Filter(String name, boolean disabled, Slot own, Map<Bytes, Slot> byConfiguration) {
    @Nullable Slot choose(@Nullable FilterOverride override) {
      if (override == null) {
        return disabled ? null : own;
      }
      if (override.disabled()) {
        return null;
      }
      return override.configuration().map(byConfiguration::get).orElse(own);
    }
  }

  /** What one loop knows; used on it only. */
  private static final class Known {
    private final IdentityHashMap<Map<String, FilterOverride>, HttpFilters> byOverrides =
        new IdentityHashMap<>();
    private @Nullable Map<String, FilterOverride> lastOverrides;
    private @Nullable HttpFilters last;
    private int version = -1;
  }

  private final Host host;
  private final Version version;
  private final List<Filter> filters;
  private final PluginLogs logs;
  private final Known[] known;

  HttpPlugins(Host host, Version version, List<Filter> filters, PluginLogs logs, int workers) {
    this.host = host;
    this.version = version;
    this.filters = List.copyOf(filters);
    this.logs = logs;
    this.known = new Known[workers];
    for (int i = 0; i < workers; i++) {
      known[i] = new Known();
    }
  }

  @Override
  public HttpFilters filters(NettyEventLoop loop, Map<String, FilterOverride> overrides) {
    Known here = known[loop.index()];
    int now = version.number();
    if (here.version != now) {
      here.byOverrides.clear();
      here.last = null;
      here.version = now;
    }
    HttpFilters last = here.last;
    if (last != null && here.lastOverrides == overrides) {
      return last;
    }
    HttpFilters chosen = here.byOverrides.get(overrides);
    if (chosen == null) {
      chosen = make(loop, overrides);
      if (here.byOverrides.size() >= MAX_KNOWN) {
        here.byOverrides.clear();
      }
      here.byOverrides.put(overrides, chosen);
    }
    here.last = chosen;
    here.lastOverrides = overrides;
    return chosen;
  }

  private HttpFilters make(NettyEventLoop loop, Map<String, FilterOverride> overrides) {
    List<Plugin> plugins = new ArrayList<>();
    for (Filter filter : filters) {
      Slot slot = filter.choose(overrides.get(filter.name));
      if (slot != null) {
        plugins.add(slot.running().plugin());
      }
    }
    return host.httpFilters(loop, plugins);
  }

  @Override
  public boolean hasLogs() {
    return !logs.isEmpty();
  }

  @Override
  public void log(NettyEventLoop loop, HttpFilterChain stream) {
    logs.log(loop, stream);
  }
}
