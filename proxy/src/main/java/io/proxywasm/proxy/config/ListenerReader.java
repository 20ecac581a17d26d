package io.proxywasm.proxy.config;

import static io.proxywasm.proxy.config.CoreReader.CORE;

import io.proxywasm.proxy.config.Listener.TrafficDirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads listeners. */
final class ListenerReader {
  static final String LISTENER = "envoy.config.listener.v3.Listener";

  private static final String CONFIG = "envoy.config.listener.v3.";
  private static final String FILTERS = "envoy.extensions.filters.";
  private static final String TLS_INSPECTOR = FILTERS + "listener.tls_inspector.v3.TlsInspector";

  private final AccessLogReader accessLogs;
  private final Map<String, MessageReader<? extends Object>> networkFilters;

  ListenerReader(PluginReader plugins, AccessLogReader accessLogs, List<String> clusters) {
    this.accessLogs = accessLogs;
    this.networkFilters =
        Map.of(
            PluginReader.NETWORK_WASM,
            plugins::config,
            FILTERS + "network.tcp_proxy.v3.TcpProxy",
            new TcpProxyReader(accessLogs)::read,
            FILTERS + "network.http_connection_manager.v3.HttpConnectionManager",
            new HttpConnectionManagerReader(plugins, accessLogs, clusters)::read);
  }

  Listener read(MessageInput in) {
    Address address =
        in.requiredMessage("address", CORE + "Address", a -> CoreReader.ipAddress(a, ""));
    String chain = CONFIG + "FilterChain";
    List<FilterChain> chains = in.messages("filter_chains", chain, this::filterChain);
    Optional<FilterChain> defaultChain =
        in.message("default_filter_chain", chain, this::filterChain);
    if (chains.isEmpty() && defaultChain.isEmpty()) {
      throw in.missing("filter_chains");
    }
    refuseSameMatches(in, chains);
    boolean inspect =
        !in.messages("listener_filters", CONFIG + "ListenerFilter", ListenerReader::tlsInspector)
            .isEmpty();
    return new Listener(
        in.optionalText("name").orElseGet(address::toString),
        address,
        chains,
        defaultChain,
        in.uint32("per_connection_buffer_limit_bytes", Listener.DEFAULT_BUFFER_LIMIT),
        in.text("stat_prefix"),
        in.word("traffic_direction", TrafficDirection.UNSPECIFIED),
        CoreReader.metadata(in, "metadata"),
        accessLogs.read(in),
        inspect || chains.stream().anyMatch(ListenerReader::needsInspector),
        in.flag("enable_reuse_port", true));
  }

  /** As Envoy, which adds the inspector then. */
  private static boolean needsInspector(FilterChain chain) {
    FilterChainMatch match = chain.match();
    return !match.serverNames().isEmpty()
        || !match.applicationProtocols().isEmpty()
        || !match.transportProtocol().isEmpty();
  }

  private static void refuseSameMatches(MessageInput in, List<FilterChain> chains) {
    List<FilterChainMatch> matches = chains.stream().map(FilterChain::match).toList();
    for (int i = 1; i < matches.size(); i++) {
      int first = matches.indexOf(matches.get(i));
      if (first < i) {
        throw in.wrong(
            "filter_chains",
            String.format("filter chains %d and %d have the same filter_chain_match", first, i));
      }
    }
  }

  private static boolean tlsInspector(MessageInput in) {
    in.requiredText("name");
    return in.requiredTyped("typed_config", Map.of(TLS_INSPECTOR, inspector -> true));
  }

  private FilterChain filterChain(MessageInput in) {
    List<Object> filters =
        in.requiredMessages(
            "filters",
            CONFIG + "Filter",
            filter -> {
              filter.requiredText("name");
              return filter.requiredTyped("typed_config", networkFilters);
            });
    List<PluginConfig> networkPlugins = new ArrayList<>();
    for (Object filter : filters.subList(0, filters.size() - 1)) {
      if (!(filter instanceof PluginConfig plugin)) {
        throw in.wrong(
            "filters",
            "the filter "
                + filters.indexOf(filter)
                + " ends the chain and must be the last one (tcp_proxy, http_connection_manager)");
      }
      networkPlugins.add(plugin);
    }
    if (!(filters.get(filters.size() - 1) instanceof TerminalFilter terminal)) {
      throw in.wrong("filters", "the last one must be tcp_proxy or http_connection_manager");
    }
    return new FilterChain(
        in.text("name"),
        in.message("filter_chain_match", CONFIG + "FilterChainMatch", ListenerReader::match)
            .orElse(FilterChainMatch.ANY),
        TlsReader.downstream(in),
        in.timeout("transport_socket_connect_timeout", Optional.empty()),
        networkPlugins,
        terminal);
  }

  private static String transportProtocol(MessageInput in) {
    String protocol = in.text("transport_protocol");
    if (!List.of("", "tls", "raw_buffer").contains(protocol)) {
      throw in.wrong(
          "transport_protocol", protocol + " is not served. Served here: tls, raw_buffer");
    }
    return protocol;
  }

  private static FilterChainMatch match(MessageInput in) {
    List<String> serverNames = in.texts("server_names");
    for (String name : serverNames) {
      if (name.isEmpty() || name.indexOf('*', 1) >= 0 || name.matches("\\*[^.].*")) {
        throw in.wrong(
            "server_names", "\"" + name + "\" is neither a name nor *. and a name after it");
      }
    }
    return new FilterChainMatch(
        serverNames, in.texts("application_protocols"), transportProtocol(in));
  }
}
