package io.proxywasm.cli;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyRoute;
import io.proxywasm.envoy.EnvoyValue;
import io.proxywasm.envoy.WasmCode;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes Envoy's configuration from the options: one listener with the plugin, and an upstream. */
final class RunConfig {
  private static final String UPSTREAM = "upstream";

  private final String name;
  private final RunOptions options;
  private final @Nullable EchoUpstream echo;

  RunConfig(String name, RunOptions options, @Nullable EchoUpstream echo) {
    this.name = name;
    this.options = options;
    this.echo = echo;
  }

  EnvoyConfig of(Path module) {
    EnvoyConfig.Builder config = EnvoyConfig.builder().listener(listener(module));
    config.cluster(upstream());
    options.clusters.forEach(
        (cluster, to) -> config.cluster(EnvoyCluster.of(cluster, to.host(), to.port())));
    return config.build();
  }

  private EnvoyListener listener(Path module) {
    EnvoyPlugin.Builder plugin = EnvoyPlugin.builder(name, WasmCode.file(module));
    RunOptions.text(options.config).ifPresent(plugin::configuration);
    RunOptions.text(options.vmConfig).map(EnvoyValue::text).ifPresent(plugin::vmConfiguration);
    return EnvoyListener.http("http")
        .port(options.port())
        .plugin(plugin.build())
        .route(EnvoyRoute.toCluster("/", UPSTREAM))
        .build();
  }

  private EnvoyCluster upstream() {
    HostPort given = options.upstream;
    return given == null
        ? Objects.requireNonNull(echo).cluster(UPSTREAM)
        : EnvoyCluster.of(UPSTREAM, given.host(), given.port());
  }
}
