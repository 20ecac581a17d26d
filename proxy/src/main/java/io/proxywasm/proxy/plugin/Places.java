package io.proxywasm.proxy.plugin;

import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.Bytes;
import io.proxywasm.proxy.config.ClusterSpecifier;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.FilterOverride;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.HttpFilter;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.PluginConfig;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.Route;
import io.proxywasm.proxy.config.RouteAction;
import io.proxywasm.proxy.config.RouteConfiguration;
import io.proxywasm.proxy.config.VirtualHost;
import io.proxywasm.proxy.config.WasmService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds all plugins of a configuration, in the order in which Envoy starts them. */
final class Places {
  private final List<Place.Wanted> found = new ArrayList<>();

  private Places() {}

  static List<Place.Wanted> of(ProxyConfig config) {
    Places places = new Places();
    int number = 0;
    for (WasmService service : config.wasmServices()) {
      places.add(
          new Place(null, number++, Place.Kind.SERVICE, 0, null),
          service.config(),
          service.singleton());
    }
    config.listeners().forEach(places::listener);
    return places.found;
  }

  /** The filter chains of a listener, the default one last. */
  static List<FilterChain> chains(Listener listener) {
    List<FilterChain> chains = new ArrayList<>(listener.filterChains());
    listener.defaultFilterChain().ifPresent(chains::add);
    return chains;
  }

  private void add(Place place, PluginConfig config, boolean mainOnly) {
    found.add(new Place.Wanted(place, config, mainOnly));
  }

  private void listener(Listener listener) {
    List<FilterChain> chains = chains(listener);
    for (int i = 0; i < chains.size(); i++) {
      FilterChain chain = chains.get(i);
      List<PluginConfig> network = chain.networkFilters();
      for (int j = 0; j < network.size(); j++) {
        Place place = new Place(listener.name(), i, Place.Kind.NETWORK_FILTER, j, null);
        add(place, network.get(j), false);
      }
      if (chain.terminal() instanceof HttpConnectionManager manager) {
        http(listener.name(), i, manager);
        logs(listener.name(), i, manager.accessLog());
      }
    }
  }

  private void http(String listener, int chain, HttpConnectionManager manager) {
    for (int i = 0; i < manager.httpFilters().size(); i++) {
      HttpFilter filter = manager.httpFilters().get(i);
      add(new Place(listener, chain, Place.Kind.HTTP_FILTER, i, null), filter.plugin(), false);
      for (Bytes configuration : overrides(filter.name(), manager.routeConfig())) {
        add(
            new Place(listener, chain, Place.Kind.HTTP_FILTER, i, configuration),
            filter.plugin().withConfiguration(configuration),
            false);
      }
    }
  }

  private void logs(String listener, int chain, List<AccessLog> logs) {
    for (int i = 0; i < logs.size(); i++) {
      if (logs.get(i) instanceof AccessLog.Wasm wasm) {
        add(new Place(listener, chain, Place.Kind.ACCESS_LOG, i, null), wasm.plugin(), false);
      }
    }
  }

  /** The configurations that routes have for a filter, each once. */
  private static Set<Bytes> overrides(String filter, RouteConfiguration routes) {
    Set<Bytes> configurations = new LinkedHashSet<>();
    for (VirtualHost host : routes.virtualHosts()) {
      for (Route route : host.routes()) {
        add(configurations, filter, route.filterOverrides());
        if (route.action() instanceof RouteAction action
            && action.cluster() instanceof ClusterSpecifier.Weighted weighted) {
          weighted
              .clusters()
              .forEach(cluster -> add(configurations, filter, cluster.filterOverrides()));
        }
      }
    }
    return configurations;
  }

  private static void add(
      Set<Bytes> configurations, String filter, Map<String, FilterOverride> overrides) {
    FilterOverride override = overrides.get(filter);
    if (override != null && !override.disabled()) {
      override.configuration().ifPresent(configurations::add);
    }
  }
}
