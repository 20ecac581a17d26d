package io.proxywasm.maven;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyRoute;
import io.proxywasm.envoy.WasmCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a proxy shall do with the plugin.
 *
 * @param name the plugin's name
 * @param module its file
 * @param port the listener's port
 * @param upstream HOST:PORT, or nothing for the built-in one
 * @param clusters NAME=HOST:PORT
 * @param configuration the plugin's, as text
 */
record RunConfig(
    String name,
    Path module,
    int port,
    Optional<String> upstream,
    List<String> clusters,
    Optional<String> configuration) {
  private static final String UPSTREAM = "upstream";

  EnvoyConfig forEnvoy(EchoUpstream echo) throws BuildException {
    EnvoyPlugin.Builder plugin = EnvoyPlugin.builder(name, WasmCode.file(module));
    configuration.ifPresent(plugin::configuration);
    EnvoyConfig.Builder config =
        EnvoyConfig.builder()
            .listener(
                EnvoyListener.http("main")
                    .port(port)
                    .plugin(plugin.build())
                    .route(EnvoyRoute.toCluster("/", UPSTREAM))
                    .build())
            .cluster(
                upstream.isPresent()
                    ? cluster(UPSTREAM, upstream.get(), "<upstream>")
                    : echo.cluster(UPSTREAM));
    for (String entry : clusters) {
      int end = entry.indexOf('=');
      if (end < 1) {
        throw new BuildException(
            "<clusters> has \"" + entry + "\"; it should be NAME=HOST:PORT, as auth=127.0.0.1:81.");
      }
      config.cluster(cluster(entry.substring(0, end), entry.substring(end + 1), "<clusters>"));
    }
    return config.build();
  }

  private static EnvoyCluster cluster(String name, String address, String option)
      throws BuildException {
    int colon = address.lastIndexOf(':');
    int port = 0;
    try {
      port = Integer.parseInt(address.substring(colon + 1));
    } catch (NumberFormatException noNumber) {
      // It stays 0, which is no port.
    }
    if (colon < 1 || port < 1 || port > 65_535) {
      throw new BuildException(
          option + " has \"" + address + "\"; it should be HOST:PORT, as 127.0.0.1:8080.");
    }
    return EnvoyCluster.of(name, address.substring(0, colon), port);
  }
}
