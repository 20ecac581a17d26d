package io.proxywasm.envoy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What several tests against the real Envoy share. */
final class TestEnvoy {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private TestEnvoy() {}

  static EnvoyBinary binary() {
    return EnvoyInstaller.create().install(EnvoyInstaller.DEFAULT_VERSION);
  }

  static EnvoyLauncher launcher() {
    return EnvoyLauncher.of(binary());
  }

  static EnvoyPlugin plugin(TestModule module) {
    return EnvoyPlugin.builder("probe", WasmCode.bytes(module.bytes()))
        .rootId("root")
        .vmId("vm")
        .build();
  }

  static EnvoyConfig answering(String body, EnvoyPlugin... plugins) {
    return answering(0, body, plugins);
  }

  static EnvoyConfig answering(int port, String body, EnvoyPlugin... plugins) {
    EnvoyListener.Builder listener =
        EnvoyListener.http("main").port(port).route(EnvoyRoute.respond("/", 200, body));
    for (EnvoyPlugin plugin : plugins) {
      listener.plugin(plugin);
    }
    return EnvoyConfig.builder().listener(listener.build()).build();
  }

  static HttpResponse<String> get(EnvoyProcess envoy, String path)
      throws IOException, InterruptedException {
    return send(envoy, HttpRequest.newBuilder(), path);
  }

  static HttpResponse<String> send(EnvoyProcess envoy, HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + envoy.port("main") + path);
    return CLIENT.send(request.uri(uri).build(), BodyHandlers.ofString());
  }
}
