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
 * <p>Where a workload has no body Envoy answers the load by itself, after the filters saw the
 * request and before they see the response: no upstream, no noise of one. The check goes to an
 * upstream that tells what it got.
 */
final class Site implements AutoCloseable {
  /** In the place of a plugin's name: the listener that has none. */
  static final String NONE = "none";

  private final EnvoyProcess envoy;
  private final LoadUpstream upstream;

  private Site(EnvoyProcess envoy, LoadUpstream upstream) {
    this.envoy = envoy;
    this.upstream = upstream;
  }

  /**
   * Starts Envoy and checks that every plugin does its work; one that does not is a {@link
   * BenchException}.
   */
  static Site open(EnvoyBinary binary, List<Workload> workloads, List<Plugin> plugins) {
    LoadUpstream upstream = LoadUpstream.start();
    try (EchoUpstream echo = EchoUpstream.start()) {
      EnvoyConfig.Builder config =
          EnvoyConfig.builder()
              .cluster(echo.cluster("echo"))
              .cluster(upstream.cluster("upstream"))
              .cluster(upstream.cluster("auth"));
      workloads.forEach(workload -> config.listener(listener(workload, NONE).build()));
      plugins.forEach(
          plugin ->
              config.listener(
                  listener(plugin.workload(), plugin.name()).plugin(filter(plugin)).build()));
      EnvoyProcess envoy =
          EnvoyLauncher.of(binary).logLevel("wasm", "warning").start(config.build());
      Site site = new Site(envoy, upstream);
      boolean works = false;
      try {
        plugins.forEach(plugin -> PluginCheck.check(plugin, site.port(plugin.listener())));
        works = true;
      } finally {
        if (!works) {
          envoy.close();
        }
      }
      return site;
    } catch (EnvoyException e) {
      upstream.close();
      throw new BenchException(String.valueOf(e.getMessage()), e);
    } catch (BenchException e) {
      upstream.close();
      throw e;
    }
  }

  long pid() {
    return envoy.pid();
  }

  int port(String listener) {
    return envoy.port(listener);
  }

  private static EnvoyListener.Builder listener(Workload workload, String name) {
    return EnvoyListener.http(workload.listener(name))
        .route(EnvoyRoute.toCluster(PluginCheck.PATH, "echo"))
        .route(
            workload.hasUpstream()
                ? EnvoyRoute.toCluster("/", "upstream")
                : EnvoyRoute.respond("/", 200, "hello"));
  }

  private static EnvoyPlugin filter(Plugin plugin) {
    return EnvoyPlugin.builder(plugin.listener(), WasmCode.file(plugin.module()))
        .rootId("bench")
        .vmId(plugin.listener())
        .build();
  }

  @Override
  public void close() {
    envoy.close();
    upstream.close();
  }
}
