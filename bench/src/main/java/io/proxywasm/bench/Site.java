package io.proxywasm.bench;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyProcess;
import io.proxywasm.envoy.EnvoyRoute;
import io.proxywasm.envoy.WasmCode;
import java.util.List;

/**
 * A running Envoy with one worker and a listener for each plugin, beside one without a plugin.
 *
 * <p>Envoy answers the load by itself, after the filters saw the request and before they see the
 * response: no upstream, no noise of one. Only the check goes to an upstream, which tells what it
 * got.
 */
final class Site implements AutoCloseable {
  /** The listener that has no plugin. */
  static final String NONE = "none";

  private final EnvoyProcess envoy;

  private Site(EnvoyProcess envoy) {
    this.envoy = envoy;
  }

  /**
   * Starts Envoy and checks that every plugin does its work; one that does not is a {@link
   * BenchException}.
   */
  static Site open(EnvoyBinary binary, List<Plugin> plugins) {
    try (EchoUpstream upstream = EchoUpstream.start()) {
      EnvoyConfig.Builder config =
          EnvoyConfig.builder().cluster(upstream.cluster("echo")).listener(listener(NONE).build());
      plugins.forEach(
          plugin -> config.listener(listener(plugin.name()).plugin(filter(plugin)).build()));
      EnvoyProcess envoy =
          EnvoyLauncher.of(binary).logLevel("wasm", "warning").start(config.build());
      boolean works = false;
      try {
        plugins.forEach(plugin -> PluginCheck.check(plugin.name(), envoy.port(plugin.name())));
        works = true;
      } finally {
        if (!works) {
          envoy.close();
        }
      }
      return new Site(envoy);
    } catch (EnvoyException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }

  long pid() {
    return envoy.pid();
  }

  int port(String listener) {
    return envoy.port(listener);
  }

  private static EnvoyListener.Builder listener(String name) {
    return EnvoyListener.http(name)
        .route(EnvoyRoute.toCluster(PluginCheck.PATH, "echo"))
        .route(EnvoyRoute.respond("/", 200, "hello"));
  }

  private static EnvoyPlugin filter(Plugin plugin) {
    return EnvoyPlugin.builder(plugin.name(), WasmCode.file(plugin.module()))
        .rootId("bench")
        .vmId(plugin.name())
        .build();
  }

  @Override
  public void close() {
    envoy.close();
  }
}
