package io.proxywasm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.compiler.Compiler;
import io.proxywasm.envoy.EchoUpstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gateway of docs/embedding.md works. */
class EmbeddingTest {
  private static final byte[] MODULE = module();

  @Test
  void shouldServeThroughPluginWhenItIsTheExample() throws Exception {
    try (EchoUpstream upstream = EchoUpstream.start();
        TinyGateway gateway =
            new TinyGateway(
                MODULE,
                "the configuration",
                URI.create("http://127.0.0.1:" + upstream.port() + "/"))) {
      HttpResponse<String> passed = get(gateway, "/a?b=c", "allow", "true");
      HttpResponse<String> refused = get(gateway, "/", "allow", "false");

      assertThat(passed.statusCode()).isEqualTo(200);
      assertThat(passed.body()).startsWith("GET /a?b=c HTTP/").contains("\nallow: true\n");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).isEqualTo("Forbidden by the configuration");
    }
  }

  @Test
  void shouldAnswer503WhenThereIsNoUpstream() throws Exception {
    int port;
    try (EchoUpstream gone = EchoUpstream.start()) {
      port = gone.port();
    }
    try (TinyGateway gateway =
        new TinyGateway(MODULE, "", URI.create("http://127.0.0.1:" + port + "/"))) {
      assertThat(get(gateway, "/", "allow", "true").statusCode()).isEqualTo(503);
    }
  }

  private static HttpResponse<String> get(
      TinyGateway gateway, String path, String header, String value) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .header(header, value)
                .build(),
            BodyHandlers.ofString());
  }

  private static byte[] module() {
    return Compiler.builder()
        .mainClass(GatePlugin.class.getName())
        .classPath(
            Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of)
                .toList())
        .compile()
        .module()
        .orElseThrow();
  }
}
