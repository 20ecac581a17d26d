package io.proxywasm.cli;

import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.Code;
import io.proxywasm.proxy.config.DataSource;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.HttpFilter;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.PluginConfig;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.WasmService;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the modules that a configuration names. */
final class CodeFiles {
  private CodeFiles() {}

  /** The files of all plugins, as the configuration spells them. */
  static Set<Path> of(ProxyConfig config) {
    Stream<PluginConfig> services = config.wasmServices().stream().map(WasmService::config);
    Stream<PluginConfig> filters = config.listeners().stream().flatMap(CodeFiles::plugins);
    return Stream.concat(services, filters)
        .flatMap(plugin -> file(plugin.vmConfig().code()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Stream<PluginConfig> plugins(Listener listener) {
    return Stream.concat(listener.filterChains().stream(), listener.defaultFilterChain().stream())
        .flatMap(CodeFiles::plugins);
  }

  private static Stream<PluginConfig> plugins(FilterChain chain) {
    Stream<PluginConfig> network = chain.networkFilters().stream();
    if (chain.terminal() instanceof HttpConnectionManager manager) {
      return Stream.of(
              network,
              manager.httpFilters().stream().map(HttpFilter::plugin),
              manager.accessLog().stream().flatMap(CodeFiles::plugin))
          .flatMap(plugins -> plugins);
    }
    return network;
  }

  private static Stream<PluginConfig> plugin(AccessLog log) {
    return log instanceof AccessLog.Wasm wasm ? Stream.of(wasm.plugin()) : Stream.empty();
  }

  private static Stream<Path> file(Code code) {
    return code instanceof Code.Local local && local.source() instanceof DataSource.File file
        ? Stream.of(file.path())
        : Stream.empty();
  }
}
