package io.proxywasm.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1 through the data plane. What is expected is what Envoy 1.40 sends. */
@Timeout(60)
class HttpProxyTest {
  private static final String GET = "GET %s HTTP/1.1\r\nhost: a.b\r\n%s\r\n";

  private static String get(String path, String... headers) {
    return GET.formatted(path, headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n");
  }

  private static String withoutDate(String response) {
    return response.replaceAll("date: [^\r]*\r\n", "");
  }

  @Test
  void shouldAnswerItselfWhenTheRouteSaysSo() throws Exception {
    try (ServedProxy proxy = ServedProxy.start(Yaml.http(Yaml.direct("/", 200, "hello"), ""));
        RawClient client = new RawClient(proxy.port("http"))) {
      assertThat(withoutDate(client.send(get("/x")).response()))
          .isEqualTo(
              "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-type: text/plain\r\n"
                  + "server: envoy\r\n\r\nhello");
      assertThat(proxy.nextLog()).isEqualTo("200 direct_response 0");
      assertThat(proxy.counter("http.ingress.downstream_rq_2xx")).isEqualTo(1);
    }
  }

  @Test
  void shouldForwardWithEnvoysHeadersWhenTheRouteHasACluster() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(
          get(
              "/a?b",
              "User-Agent: test",
              "Connection: keep-alive, x-hop",
              "x-hop: 1",
              "te: trailers, gzip",
              "x-envoy-max-retries: 7"));
      RawClient connection = upstream.accept();
      assertThat(connection.head().replaceAll("x-request-id: [0-9a-f-]{36}", "x-request-id: ID"))
          .isEqualTo(
              "GET /a?b HTTP/1.1\r\nhost: a.b\r\nuser-agent: test\r\nte: trailers\r\n"
                  + "x-forwarded-proto: http\r\nx-request-id: ID\r\n"
                  + "x-envoy-expected-rq-timeout-ms: 15000\r\n\r\n");
      connection.send(
          "HTTP/1.1 201 Made\r\nContent-Length: 2\r\nServer: other\r\nX-A: 1\r\nx-a: 2\r\n"
              + "Keep-Alive: 5\r\n\r\nok");
      assertThat(
              withoutDate(client.response()).replaceAll("service-time: [0-9]+", "service-time: N"))
          .isEqualTo(
              "HTTP/1.1 201 Created\r\ncontent-length: 2\r\nserver: envoy\r\nx-a: 1\r\nx-a: 2\r\n"
                  + "x-envoy-upstream-service-time: N\r\n\r\nok");
      assertThat(proxy.counter("cluster.up.upstream_rq_201")).isEqualTo(1);
      connection.close();
    }
  }

  @Test
  void shouldAnswerInOrderWhenRequestsArePipelined() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(
                    Yaml.direct("/direct", 200, "hello") + ", " + Yaml.route("/", "up"),
                    Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      upstream.echo();
      client.send(get("/1") + get("/direct") + get("/2"));
      assertThat(client.response()).contains("\r\n\r\nGET /1 ");
      assertThat(client.response()).endsWith("hello");
      assertThat(client.response()).contains("\r\n\r\nGET /2 ");
      assertThat(proxy.counter("cluster.up.upstream_cx_total")).isEqualTo(1);
    }
  }

  @Test
  void shouldPassBodiesOnWhenTheyAreChunkedEitherWay() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(
                    "http_protocol_options: {enable_trailers: true}",
                    Yaml.route("/", "up"),
                    Yaml.cluster(
                        "up",
                        upstream.port(),
                        ", http_protocol_options: {enable_trailers: true}")));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(
          "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n"
              + "3;ext=1\r\nabc\r\n0\r\nX-T: 1\r\n\r\n");
      RawClient connection = upstream.accept();
      assertThat(connection.head()).contains("transfer-encoding: chunked\r\n");
      assertThat(connection.body(8 + 3 + 10)).isEqualTo("3\r\nabc\r\n0\r\nx-t: 1\r\n\r\n");
      connection.send(
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\ny: 2\r\n\r\n");
      assertThat(client.head()).contains("transfer-encoding: chunked\r\n");
      assertThat(client.body(7 + 3 + 8)).isEqualTo("2\r\nok\r\n0\r\ny: 2\r\n\r\n");
      connection.close();
    }
  }

  @Test
  void shouldEndTheBodyWhenTheUpstreamClosesWithoutALength() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(get("/"));
      try (RawClient connection = upstream.accept()) {
        connection.head();
        connection.send("HTTP/1.1 200 OK\r\n\r\nall");
      }
      assertThat(client.response()).endsWith("\r\n\r\n3\r\nall\r\n0\r\n\r\n");
    }
  }

  @Test
  void shouldCutTheResponseWhenTheUpstreamDiesInTheMiddle() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(get("/"));
      try (RawClient connection = upstream.accept()) {
        connection.head();
        connection.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart");
      }
      assertThat(client.rest()).endsWith("\r\n\r\npart");
      assertThat(proxy.nextLog())
          .isEqualTo("200 upstream_reset_after_response_started{protocol_error} 800000");
    }
  }

  @Test
  void shouldAnswer503WhenTheUpstreamClosesBeforeItAnswers() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(get("/"));
      try (RawClient connection = upstream.accept()) {
        connection.head();
      }
      assertThat(client.response())
          .startsWith("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 95\r\n")
          .endsWith(
              "upstream connect error or disconnect/reset before headers. reset reason: connection"
                  + " termination");
      assertThat(proxy.nextLog())
          .isEqualTo("503 upstream_reset_before_response_started{connection_termination} 40");
    }
  }

  @Test
  void shouldAnswer503WhenNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (ServedProxy proxy =
            ServedProxy.start(Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", port)));
        RawClient client = new RawClient(proxy.port("http"))) {
      assertThat(client.send(get("/")).response())
          .startsWith("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 98\r\n");
      assertThat(proxy.nextLog())
          .isEqualTo(
              "503 upstream_reset_before_response_started{remote_connection_failure|"
                  + "delayed_connect_error:_Connection_refused} 20");
      assertThat(proxy.counter("cluster.up.upstream_cx_connect_fail")).isEqualTo(1);
    }
  }

  @Test
  void shouldSendAgainWhenTheRouteRetries() throws Exception {
    String route =
        "{match: {prefix: /}, route: {cluster: up, retry_policy: {retry_on: \"5xx\", num_retries:"
            + " 2, retry_back_off: {base_interval: 0.001s}}}}";
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(Yaml.http(route, Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc");
      try (RawClient first = upstream.accept()) {
        first.head();
        assertThat(first.body(3)).isEqualTo("abc");
      }
      RawClient second = upstream.accept();
      second.head();
      assertThat(second.body(3)).isEqualTo("abc");
      second.send("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n");
      second.head();
      assertThat(second.body(3)).isEqualTo("abc");
      second.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      assertThat(client.response()).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(proxy.counter("cluster.up.upstream_rq_retry")).isEqualTo(2);
      assertThat(proxy.counter("cluster.up.upstream_rq_retry_success")).isEqualTo(1);
      second.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{match: {prefix: /}, route: {cluster: up, timeout: 0.05s}}', 'upstream request timeout', "
        + "'504 response_timeout 4'",
    "'{match: {prefix: /}, route: {cluster: up, idle_timeout: 0.05s}}', 'stream timeout', "
        + "'504 stream_idle_timeout 10000'",
  })
  void shouldAnswer504WhenTheUpstreamIsSilent(String route, String body, String log)
      throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(Yaml.http(route, Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      assertThat(client.send(get("/")).response())
          .startsWith("HTTP/1.1 504 Gateway Timeout\r\n")
          .endsWith("\r\n\r\n" + body);
      assertThat(proxy.nextLog()).isEqualTo(log);
    }
  }

  @Test
  void shouldAnswer408WhenHeadersComeTooSlowly() throws Exception {
    try (ServedProxy proxy =
            ServedProxy.start(
                Yaml.http("request_headers_timeout: 0.05s", Yaml.direct("/", 200, "hello"), ""));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send("GET / HTTP/1.1\r\nhost:");
      assertThat(client.rest())
          .startsWith("HTTP/1.1 408 Request Timeout\r\n")
          .contains("connection: close\r\n")
          .endsWith("request header timeout");
    }
  }

  @Test
  void shouldCloseTheConnectionWhenItIsIdleForTooLong() throws Exception {
    try (ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(
                    "common_http_protocol_options: {idle_timeout: 0.05s}",
                    Yaml.direct("/", 200, "hello"),
                    ""));
        RawClient silent = new RawClient(proxy.port("http"));
        RawClient client = new RawClient(proxy.port("http"))) {
      assertThat(client.send(get("/")).response()).endsWith("hello");
      assertThat(client.rest()).isEmpty();
      assertThat(silent.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "content-length: 3|transfer-encoding: chunked,400",
        "'transfer-encoding: gzip, chunked',501",
        "transfer-encoding: chunked|transfer-encoding: chunked,501",
        "Transfer-Encoding : chunked,400",
        "content-length: 3|content-length: 3,400",
        "content-length: +3,400",
        "content-length: 0x3,400",
        "content-length: ,400",
        "content-length: 99999999999999999999,400",
        "x y: 1,400",
        ": 1,400",
        "nocolon,400",
      })
  void shouldRefuseWhenARequestCouldBeReadInTwoWays(String header, int status) throws Exception {
    try (ServedProxy proxy = ServedProxy.start(Yaml.http(Yaml.direct("/", 200, "hello"), ""));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(
          "POST / HTTP/1.1\r\nhost: a\r\n"
              + header.replace("|", "\r\n")
              + "\r\n\r\n0\r\n\r\n"
              + get("/smuggled"));
      String all = client.rest();
      assertThat(all).startsWith("HTTP/1.1 " + status + " ").contains("connection: close\r\n");
      assertThat(all.split("HTTP/1.1 ", -1)).hasSize(2);
    }
  }

  @Test
  void shouldAnswer431WhenHeadersAreTooLongOrTooMany() throws Exception {
    try (ServedProxy proxy = ServedProxy.start(Yaml.http(Yaml.direct("/", 200, "hello"), ""))) {
      for (String headers :
          new String[] {"x: " + "a".repeat(62_000), "x: 1\r\n".repeat(100) + "y: 1"}) {
        try (RawClient client = new RawClient(proxy.port("http"))) {
          assertThat(client.send(get("/", headers)).rest())
              .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
              .endsWith("Request Header Fields Too Large");
        }
      }
    }
  }

  @Test
  void shouldSay100WhenTheClientWaitsForIt() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send("PUT / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.send("ab");
      RawClient connection = upstream.accept();
      assertThat(connection.head()).doesNotContain("expect:");
      assertThat(connection.body(2)).isEqualTo("ab");
      connection.send("HTTP/1.1 204 No Content\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 204 No Content\r\n");
      connection.close();
    }
  }

  @Test
  void shouldSendNoBodyWhenTheRequestIsHead() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(
                    Yaml.direct("/direct", 200, "hello") + ", " + Yaml.route("/", "up"),
                    Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send("HEAD /direct HTTP/1.1\r\nhost: a\r\n\r\nHEAD /x HTTP/1.1\r\nhost: a\r\n\r\n");
      assertThat(client.head()).contains("content-length: 5\r\n");
      RawClient connection = upstream.accept();
      connection.head();
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n");
      connection.close();
    }
  }

  @Test
  void shouldCloseTheUpstreamsConnectionWhenTheClientGoesAway() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())))) {
      RawClient client = new RawClient(proxy.port("http"));
      client.send(get("/"));
      RawClient connection = upstream.accept();
      connection.head();
      client.close();
      assertThat(connection.rest()).isEmpty();
      assertThat(proxy.nextLog()).isEqualTo("0 downstream_remote_disconnect 4000");
      assertThat(proxy.gauge("http.ingress.downstream_rq_active")).isZero();
      connection.close();
    }
  }

  @Test
  void shouldNotUseAConnectionAgainWhenTheUpstreamSentTooMuch() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(get("/1"));
      RawClient first = upstream.accept();
      first.head();
      first.send(
          "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
              + "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil");
      assertThat(client.response()).endsWith("ok");
      client.send(get("/2"));
      RawClient second = upstream.accept();
      second.head();
      second.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ngood");
      assertThat(client.response()).endsWith("good");
      first.close();
      second.close();
    }
  }

  @Test
  void shouldStopReadingTheUpstreamWhenTheClientDoesNotRead() throws Exception {
    int chunk = 1 << 20;
    int chunks = 64;
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(
                    "",
                    "{match: {prefix: /}, route: {cluster: up, timeout: 0s}}",
                    Yaml.cluster("up", upstream.port())));
        RawClient client = new RawClient(proxy.port("http"))) {
      client.send(get("/"));
      RawClient connection = upstream.accept();
      connection.head();
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: " + (long) chunk * chunks + "\r\n\r\n");
      java.util.concurrent.atomic.AtomicInteger sent =
          new java.util.concurrent.atomic.AtomicInteger();
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < chunks; i++) {
                    connection.send(new byte[chunk]);
                    sent.incrementAndGet();
                  }
                } catch (java.io.IOException e) {
                  // The test has ended.
                }
              });
      writer.start();
      int before = -1;
      while (sent.get() != before) {
        before = sent.get();
        writer.join(500);
      }
      assertThat(before).isLessThan(chunks / 2);
      client.head();
      assertThat(client.body(chunk * chunks)).hasSize(chunk * chunks);
      writer.join();
      connection.close();
    }
  }

  @Test
  void shouldFinishStreamsAndCloseConnectionsWhenItDrains() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy =
            ServedProxy.start(
                Yaml.http(Yaml.route("/", "up"), Yaml.cluster("up", upstream.port())));
        RawClient idle = new RawClient(proxy.port("http"));
        RawClient client = new RawClient(proxy.port("http"))) {
      idle.send(get("/idle"));
      RawClient connection = upstream.accept();
      connection.head();
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      idle.response();
      client.send(get("/"));
      connection.head();
      Thread drain = new Thread(() -> proxy.listeners().drain(Duration.ofSeconds(20)));
      drain.start();
      assertThat(idle.rest()).isEmpty();
      connection.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
      assertThat(client.response()).contains("connection: close\r\n").endsWith("ok");
      assertThat(client.rest()).isEmpty();
      drain.join();
      assertThat(proxy.listeners().activeConnections()).isZero();
      connection.close();
    }
  }
}
