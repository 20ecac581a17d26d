package io.proxywasm.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 and TLS, on both sides of the data plane. */
@Timeout(120)
class Http2ProxyTest {
  @TempDir static Path directory;
  private static Certificates certificates;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificates = Certificates.make(directory, "localhost");
  }

  /**
   * A client's proxy, which speaks HTTP/1 with the test and HTTP/2 with the other one; and that
   * one, whose upstream the test is.
   */
  private static String front(int port, String more) {
    return Yaml.http(
        "",
        "{match: {prefix: /}, route: {cluster: back, timeout: 0s}}",
        Yaml.cluster("back", port, Yaml.http2() + more));
  }

  private static String back(int port) {
    return Yaml.http(
        "codec_type: AUTO\n          http_protocol_options: {enable_trailers: true}",
        Yaml.direct("/direct", 200, "hello")
            + ", {match: {prefix: /}, route: {cluster: up, timeout: 0s}}",
        Yaml.cluster("up", port, ", http_protocol_options: {enable_trailers: true}"));
  }

  @Test
  void shouldCarryManyRequestsWhenThereIsOneConnection() throws Exception {
    try (ServedProxy back = ServedProxy.start(back(1));
        ServedProxy front = ServedProxy.start(front(back.port("http"), ""))) {
      HttpClient client = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(
            client.sendAsync(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + front.port("http") + "/direct/" + i))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build(),
                HttpResponse.BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> one : all) {
        assertThat(one.get().body()).isEqualTo("hello");
      }
      assertThat(front.counter("cluster.back.upstream_cx_http2_total")).isEqualTo(1);
      assertThat(back.counter("http.ingress.downstream_rq_http2_total")).isEqualTo(200);
    }
  }

  @Test
  void shouldPassLargeBodiesWhenBothSidesSpeakHttp2() throws Exception {
    int size = 20 << 20;
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy back = ServedProxy.start(back(upstream.port()));
        ServedProxy front = ServedProxy.start(front(back.port("http"), ""));
        RawClient client = new RawClient(front.port("http"))) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: " + size + "\r\n\r\n");
                  client.send(new byte[size]);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      sender.start();
      RawClient connection = upstream.accept();
      connection.head();
      assertThat(connection.body(size)).hasSize(size);
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: " + size + "\r\n\r\n");
      connection.send(new byte[size]);
      client.head();
      assertThat(client.body(size)).hasSize(size);
      sender.join();
      connection.close();
    }
  }

  @Test
  void shouldPassTrailersWhenTheUpstreamSpeaksHttp2() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy back = ServedProxy.start(back(upstream.port()));
        ServedProxy front =
            ServedProxy.start(
                Yaml.http(
                    "http_protocol_options: {enable_trailers: true}",
                    Yaml.route("/", "back"),
                    Yaml.cluster("back", back.port("http"), Yaml.http2())));
        RawClient client = new RawClient(front.port("http"))) {
      client.send(
          "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nq: 1\r\n\r\n");
      RawClient connection = upstream.accept();
      connection.head();
      assertThat(connection.body(7 + 3 + 8)).isEqualTo("2\r\nab\r\n0\r\nq: 1\r\n\r\n");
      connection.send(
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nr: 2\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.body(7 + 3 + 8)).isEqualTo("2\r\nok\r\n0\r\nr: 2\r\n\r\n");
      connection.close();
    }
  }

  @Test
  void shouldResetTheStreamAloneWhenTheUpstreamDiesInTheMiddle() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy back = ServedProxy.start(back(upstream.port()));
        ServedProxy front = ServedProxy.start(front(back.port("http"), ""));
        RawClient client = new RawClient(front.port("http"));
        RawClient other = new RawClient(front.port("http"))) {
      client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      try (RawClient connection = upstream.accept()) {
        connection.head();
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart");
        assertThat(client.head()).contains("content-length: 100\r\n");
      }
      assertThat(client.rest()).isEqualTo("part");
      assertThat(front.nextLog())
          .startsWith("200 upstream_reset_after_response_started{remote_reset}");
      assertThat(other.send("GET /direct HTTP/1.1\r\nhost: a\r\n\r\n").response())
          .endsWith("hello");
      assertThat(front.counter("cluster.back.upstream_cx_total")).isEqualTo(1);
    }
  }

  @Test
  void shouldTellTheUpstreamWhenTheClientGoesAway() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy back = ServedProxy.start(back(upstream.port()));
        ServedProxy front = ServedProxy.start(front(back.port("http"), ""))) {
      RawClient client = new RawClient(front.port("http"));
      client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      RawClient connection = upstream.accept();
      connection.head();
      client.close();
      assertThat(connection.rest()).isEmpty();
      assertThat(back.nextLog()).isEqualTo("0 http2.remote_reset 10000000");
      connection.close();
    }
  }

  @Test
  void shouldConnectAnewWhenTheUpstreamSaysGoAway() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy back = ServedProxy.start(back(upstream.port()));
        ServedProxy front = ServedProxy.start(front(back.port("http"), ""));
        RawClient client = new RawClient(front.port("http"))) {
      client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      RawClient connection = upstream.accept();
      connection.head();
      back.listeners().beginDrain();
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
      assertThat(client.response()).endsWith("ok");
      assertThat(client.send("GET /direct HTTP/1.1\r\nhost: a\r\n\r\n").response())
          .endsWith("hello");
      assertThat(front.counter("cluster.back.upstream_cx_total")).isEqualTo(2);
      connection.close();
    }
  }

  private static String tls(String server) {
    return Yaml.http(Yaml.direct("/", 200, "hello"), "")
        .replace(
            "- filters:",
            "- transport_socket: {name: envoy.transport_sockets.tls, typed_config: {\"@type\":"
                + " type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext, "
                + server
                + "}}\n      filters:");
  }

  @Test
  void shouldSpeakHttp2WhenAlpnAgreesOnIt() throws Exception {
    try (ServedProxy proxy = ServedProxy.start(tls(certificates.asServer("h2, http/1.1")))) {
      HttpClient client = HttpClient.newBuilder().sslContext(certificates.client()).build();
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port("http") + "/"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).isEqualTo("hello");
      HttpResponse<String> http1 =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port("http") + "/"))
                  .version(HttpClient.Version.HTTP_1_1)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(http1.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(proxy.counter("http.ingress.downstream_rq_http2_total")).isEqualTo(1);
    }
  }

  private static String upstreamTls(String validation) {
    return ", transport_socket: {name: envoy.transport_sockets.tls, typed_config: {\"@type\":"
        + " type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext, sni:"
        + " localhost, common_tls_context: {validation_context: {"
        + validation
        + "}}}}";
  }

  private static String trusted(Certificates who) {
    return "trusted_ca: {filename: \"" + who.certificate() + "\"}";
  }

  @Test
  void shouldForwardWhenTheUpstreamsCertificateIsTrusted() throws Exception {
    try (ServedProxy back = ServedProxy.start(tls(certificates.asServer("h2, http/1.1")));
        ServedProxy front =
            ServedProxy.start(
                Yaml.http(
                    Yaml.route("/", "back"),
                    Yaml.cluster(
                        "back",
                        back.port("http"),
                        Yaml.http2()
                            + upstreamTls(
                                trusted(certificates)
                                    + ", match_typed_subject_alt_names: [{san_type: DNS, matcher:"
                                    + " {exact: localhost}}]"))));
        RawClient client = new RawClient(front.port("http"))) {
      assertThat(client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n").response()).endsWith("hello");
      assertThat(back.counter("http.ingress.downstream_rq_http2_total")).isEqualTo(1);
    }
  }

  @Test
  void shouldAnswer503WhenTheUpstreamsCertificateIsNotTrusted() throws Exception {
    Certificates others = Certificates.make(directory, "other.example");
    try (ServedProxy back = ServedProxy.start(tls(certificates.asServer("")));
        ServedProxy front =
            ServedProxy.start(
                Yaml.http(
                    Yaml.route("/", "back"),
                    Yaml.cluster("back", back.port("http"), upstreamTls(trusted(others)))));
        RawClient client = new RawClient(front.port("http"))) {
      assertThat(client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n").response())
          .startsWith("HTTP/1.1 503 ")
          .contains("reset reason: remote connection failure");
      assertThat(front.nextLog()).contains("|TLS_error:");
      assertThat(front.counter("cluster.back.upstream_cx_connect_fail")).isEqualTo(1);
    }
  }

  @Test
  void shouldCloseTheConnectionWhenTheClientDoesNotSpeakTls() throws Exception {
    try (ServedProxy proxy = ServedProxy.start(tls(certificates.asServer("")));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      assertThat(client.rest()).doesNotContain("HTTP");
      assertThat(proxy.counter("listener.127.0.0.1_0.ssl.connection_error")).isEqualTo(1);
    }
  }
}
