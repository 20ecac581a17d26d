package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.TcpPeer;
import io.proxywasm.e2e.net.TcpServer;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyRoute;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/1.1 as bytes, right and wrong, from clients and upstreams; without a plugin. */
class HttpIT extends OnEachHost {
  private static final String PLAIN = "plain";
  private static final Pattern VOLATILE =
      Pattern.compile("(?m)^(date|x-envoy-upstream-service-time|x-request-id): [^\r\n]*");

  private static Stage stage;
  private static final Map<Upstream, TcpServer> SERVERS = new EnumMap<>(Upstream.class);

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    Stage.Builder builder = Stage.on(host).listener(PLAIN);
    EnvoyListener.Builder raw = EnvoyListener.http("raw");
    for (Upstream upstream : Upstream.values()) {
      TcpServer server = new TcpServer();
      SERVERS.put(upstream, server);
      builder.cluster(EnvoyCluster.of(upstream.name(), "127.0.0.1", server.port()));
      raw.route(EnvoyRoute.toCluster("/" + upstream.name() + "/", upstream.name()));
    }
    stage = builder.listener(raw.build()).start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    SERVERS.values().forEach(TcpServer::close);
    SERVERS.clear();
    if (stage != null) {
      stage.close();
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String get(String target, String... headers) {
    return "GET "
        + target
        + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\n"
        + (headers.length == 0 ? "\r\n" : lines(headers));
  }

  private static String post(String body, String... headers) {
    return "POST /h1/up HTTP/1.1\r\nhost: a\r\nconnection: close\r\n" + lines(headers) + body;
  }

  /** What a client sends, all at once. */
  private enum Client {
    RIGHT(get("/direct")),
    RIGHT_TO_THE_UPSTREAM(get("/h1/up", "accept: x", "Mixed-Case: Value", "x-a: 1", "x-a: 2")),
    NO_HOST("GET /direct HTTP/1.1\r\nconnection: close\r\n\r\n"),
    EMPTY_HOST("GET /direct HTTP/1.1\r\nhost:\r\nconnection: close\r\n\r\n"),
    TWO_HOSTS(get("/direct", "host: b")),
    HTTP_1_0("GET /direct HTTP/1.0\r\nhost: a\r\n\r\n"),
    HTTP_1_0_WITHOUT_HOST("GET /direct HTTP/1.0\r\n\r\n"),
    HTTP_0_9("GET /direct\r\n\r\n"),
    HTTP_1_2("GET /direct HTTP/1.2\r\nhost: a\r\n\r\n"),
    HTTP_2_0("GET /direct HTTP/2.0\r\nhost: a\r\n\r\n"),
    LOWER_CASE_VERSION("GET /direct http/1.1\r\nhost: a\r\n\r\n"),
    LOWER_CASE_METHOD("get /direct HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    UNKNOWN_METHOD("FOO /direct HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    WRONG_METHOD("G(T /direct HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    GARBAGE("\1\2\3\4 garbage\r\n\r\n"),
    EMPTY_LINE_FIRST("\r\n" + get("/direct")),
    LINE_FEEDS_ONLY(get("/direct").replace("\r", "")),
    TWO_SPACES("GET  /direct HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    SPACE_IN_THE_PATH(get("/dir ect")),
    SPACE_BEFORE_THE_COLON(get("/direct", "name : value")),
    SPACE_IN_A_NAME(get("/direct", "na me: value")),
    FOLDED(get("/h1/up", "name: value", " folded")),
    NO_COLON(get("/direct", "name")),
    EMPTY_NAME(get("/direct", ": value")),
    EMPTY_VALUE(get("/h1/up", "name:")),
    BLANKS_AROUND_A_VALUE(get("/h1/up", "name: \t value \t ")),
    NULL_IN_A_VALUE(get("/direct", "name: a\0b")),
    CONTROL_IN_A_VALUE(get("/direct", "name: a\1b")),
    CARRIAGE_RETURN_IN_A_VALUE(get("/direct", "name: a\rb")),
    HIGH_BYTES_IN_A_VALUE(get("/h1/up", "name: \u00e4\u00ff")),
    HIGH_BYTES_IN_A_NAME(get("/direct", "n\u00e4me: value")),
    UNDERSCORE_IN_A_NAME(get("/h1/up", "na_me: value")),
    SYMBOLS_IN_A_NAME(get("/h1/up", "!#$%&'*+-.^_`|~: value")),
    WRONG_SYMBOL_IN_A_NAME(get("/direct", "na(me: value")),
    PSEUDO_HEADER(get("/direct", ":path: /other")),
    ABSOLUTE_TARGET("GET http://other/direct?q HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    ABSOLUTE_TARGET_WITHOUT_PATH(
        "GET http://other HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    RELATIVE_TARGET(get("direct")),
    STAR("OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    STAR_OF_GET(get("*")),
    CONNECT("CONNECT a:80 HTTP/1.1\r\nhost: a:80\r\nconnection: close\r\n\r\n"),
    TRACE("TRACE /direct HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    HEAD("HEAD /direct HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    HEAD_TO_THE_UPSTREAM("HEAD /h1/up HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"),
    QUERY(get("/direct?a=b&c=%20")),
    FRAGMENT(get("/direct#fragment")),
    DOTS(get("/h1/x/../up/./y")),
    SLASHES(get("//h1///up")),
    PERCENT(get("/h1/%75p%2f%00")),
    WRONG_PERCENT(get("/h1/%zz")),
    HIGH_BYTES_IN_THE_PATH(get("/h1/\u00e4")),
    LONG_PATH(get("/h1/" + "x".repeat(10_000))),
    TOO_LONG_PATH(get("/h1/" + "x".repeat(70_000))),
    LONG_HEADER(get("/direct", "name: " + "x".repeat(50_000))),
    TOO_LONG_HEADER(get("/direct", "name: " + "x".repeat(70_000))),
    MANY_HEADERS(get("/direct", many(90))),
    TOO_MANY_HEADERS(get("/direct", many(101))),
    LENGTH(post("body", "content-length: 4")),
    LENGTH_OF_NOTHING(post("", "content-length: 0")),
    NO_LENGTH(post("", "x: 1")),
    TOO_MUCH(post("bodymore", "content-length: 4")),
    SAME_LENGTH_TWICE(post("body", "content-length: 4", "content-length: 4")),
    SAME_LENGTH_IN_A_LIST(post("body", "content-length: 4, 4")),
    TWO_LENGTHS(post("body", "content-length: 4", "content-length: 5")),
    NEGATIVE_LENGTH(post("body", "content-length: -4")),
    SIGNED_LENGTH(post("body", "content-length: +4")),
    HEX_LENGTH(post("body", "content-length: 0x4")),
    WORD_LENGTH(post("body", "content-length: four")),
    EMPTY_LENGTH(post("body", "content-length:")),
    HUGE_LENGTH(post("body", "content-length: 99999999999999999999")),
    LENGTH_AND_CHUNKED(
        post("4\r\nbody\r\n0\r\n\r\n", "content-length: 4", "transfer-encoding: chunked")),
    CHUNKED(post("4\r\nbody\r\n0\r\n\r\n", "transfer-encoding: chunked")),
    CHUNKED_IN_CAPITALS(post("4\r\nbody\r\n0\r\n\r\n", "Transfer-Encoding: CHUNKED")),
    CHUNKED_TWICE(post("4\r\nbody\r\n0\r\n\r\n", "transfer-encoding: chunked, chunked")),
    CHUNKED_AFTER_GZIP(post("4\r\nbody\r\n0\r\n\r\n", "transfer-encoding: gzip, chunked")),
    UNKNOWN_ENCODING(post("body", "transfer-encoding: gzip")),
    IDENTITY(post("body", "transfer-encoding: identity", "content-length: 4")),
    CHUNK_EXTENSIONS(post("4;a=b\r\nbody\r\n0;c\r\n\r\n", "transfer-encoding: chunked")),
    CHUNK_OF_WRONG_SIZE(post("zz\r\nbody\r\n0\r\n\r\n", "transfer-encoding: chunked")),
    CHUNK_TOO_SHORT(post("2\r\nbody\r\n0\r\n\r\n", "transfer-encoding: chunked")),
    CHUNK_OF_HUGE_SIZE(
        post("fffffffffffffffff\r\nbody\r\n0\r\n\r\n", "transfer-encoding: chunked")),
    TRAILERS(
        post(
            "4\r\nbody\r\n0\r\nt: 1\r\nT-Up: 2\r\nt: 3\r\n\r\n",
            "transfer-encoding: chunked",
            "te: trailers")),
    WRONG_TRAILER(post("4\r\nbody\r\n0\r\nno colon\r\n\r\n", "transfer-encoding: chunked")),
    BODY_OF_GET(
        "GET /h1/up HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbody"),
    HOP_BY_HOP(
        get(
            "/h1/up",
            "connection: x-hop",
            "x-hop: 1",
            "keep-alive: timeout=5",
            "proxy-connection: keep-alive",
            "proxy-authorization: x",
            "te: gzip",
            "trailer: x")),
    UPGRADE("GET /h1/up HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"),
    UPGRADE_TO_HTTP_2(
        "GET /direct HTTP/1.1\r\nhost: a\r\nconnection: upgrade, http2-settings, close\r\nupgrade:"
            + " h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n\r\n"),
    FORWARDED(
        get(
            "/h1/up",
            "x-forwarded-for: 1.2.3.4",
            "x-forwarded-proto: https",
            "x-forwarded-host: b",
            "forwarded: for=1.2.3.4",
            "via: 1.1 b")),
    FROM_OUTSIDE(
        get(
            "/h1/up",
            "x-envoy-internal: true",
            "x-envoy-upstream-rq-timeout-ms: 77",
            "x-envoy-expected-rq-timeout-ms: 5",
            "x-envoy-original-path: /x",
            "x-envoy-attempt-count: 9",
            "x-envoy-decorator-operation: x")),
    ITS_OWN_ID(get("/h1/up", "x-request-id: own", "x-client-trace-id: t", "traceparent: 0")),
    EXPECTATION(post("body", "expect: nothing", "content-length: 4")),
    USER_AGENT(
        get("/h1/up", "user-agent: me/1", "referer: http://b/", "cookie: a=1", "cookie: b=2"));

    private final String bytes;

    Client(String bytes) {
      this.bytes = bytes;
    }

    private static String[] many(int count) {
      String[] headers = new String[count];
      for (int i = 0; i < count; i++) {
        headers[i] = "n" + i + ": v";
      }
      return headers;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerAsEnvoyWhenAClientSends(Client sent) {
    List<String> lines = new ArrayList<>();
    try (TcpPeer client = stage.connect(PLAIN)) {
      client.send(sent.bytes);
      lines.addAll(shown(client.awaitEnd()));
    }
    // Whatever came through is under one of these paths.
    for (String path :
        Set.of("/h1/up", "/h1/up/y", "/h1/x/../up/./y", "//h1///up", "/h1/%75p%2f%00")) {
      while (stage.upstream().hasReceived(path)) {
        Message message = stage.upstream().take(path).awaitEnd();
        if (!message.reset()) {
          lines.add("upstream " + Probing.text(message));
        }
      }
    }
    check("client-" + name(sent), lines);
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void check(String name, List<String> lines) {
    Golden.check(host, "http/" + name, lines);
  }

  private static List<String> shown(String bytes) {
    String text = VOLATILE.matcher(bytes).replaceAll("$1: ...");
    if (text.isEmpty()) {
      return List.of("nothing");
    }
    List<String> lines = new ArrayList<>();
    for (String line : List.of(text.split("\r\n", -1))) {
      lines.add("|" + visible(line.length() > 300 ? line.substring(0, 300) + "..." : line));
    }
    return lines;
  }

  private static String visible(String line) {
    StringBuilder result = new StringBuilder();
    for (byte each : line.getBytes(ISO_8859_1)) {
      if (each >= ' ' && each < 127) {
        result.append((char) each);
      } else {
        result.append(String.format("\\%02x", each & 0xff));
      }
    }
    return result.toString();
  }

  @Test
  void shouldAnswerOneAfterTheOtherWhenRequestsComeTogether() {
    try (TcpPeer client = stage.connect(PLAIN)) {
      client.send(
          "GET /direct HTTP/1.1\r\nhost: a\r\n\r\n"
              + "GET /h1/up HTTP/1.1\r\nhost: a\r\n\r\n"
              + get("/direct"));
      check("pipelined", shown(client.awaitEnd()));
    }
    stage.upstream().take("/h1/up");
  }

  @Test
  void shouldAskForTheBodyWhenTheClientWaits() {
    List<String> lines = new ArrayList<>();
    try (TcpPeer client = stage.connect(PLAIN)) {
      client.send(post("", "content-length: 4", "expect: 100-continue"));
      lines.addAll(shown(client.await("\r\n\r\n")));
      client.send("body");
      lines.addAll(shown(client.awaitEnd()));
    }
    lines.add("upstream " + Probing.text(stage.upstream().take("/h1/up").awaitEnd()));
    check("continue", lines);
  }

  @Test
  void shouldGiveUpWhenTheClientGoes() {
    try (TcpPeer client = stage.connect(PLAIN)) {
      client.send("POST /h1/gone HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nbody");
      var received = stage.upstream().take("/h1/gone");
      var unused = received.awaitBytes(4);
      client.leave();
      check("client-gone", List.of("reset " + received.awaitEnd().reset()));
    }
  }

  /** What an upstream does when it has a request: what it sends, and how it ends. */
  private enum Upstream {
    SAYS_NOTHING(""),
    RESETS(""),
    ENDS_IN_THE_HEAD("HTTP/1.1 200 OK\r\nx: 1"),
    ENDS_IN_THE_BODY("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"),
    ENDS_IN_A_CHUNK("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhalf"),
    ENDS_BETWEEN_CHUNKS("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"),
    RESETS_IN_THE_BODY("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"),
    HAS_NO_LENGTH("HTTP/1.1 200 OK\r\nx: 1\r\n\r\nbody"),
    IS_OLD("HTTP/1.0 200 OK\r\ncontent-length: 4\r\n\r\nbody"),
    IS_OLD_WITHOUT_LENGTH("HTTP/1.0 200 OK\r\n\r\nbody"),
    IS_GARBAGE("garbage\r\n\r\n"),
    IS_LOWER_CASE("http/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
    HAS_NO_REASON("HTTP/1.1 200 \r\ncontent-length: 0\r\n\r\n"),
    HAS_NO_SPACE("HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n"),
    HAS_ANOTHER_REASON("HTTP/1.1 200 Fine\r\ncontent-length: 0\r\n\r\n"),
    CONTINUES(
        "HTTP/1.1 100 Continue\r\nx: 1\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody"),
    HINTS("HTTP/1.1 103 Hints\r\nx: 1\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody"),
    SWITCHES("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nbody"),
    HAS_NO_CONTENT("HTTP/1.1 204 No Content\r\n\r\n"),
    HAS_NO_CONTENT_BUT_LENGTH("HTTP/1.1 204 No Content\r\ncontent-length: 4\r\n\r\nbody"),
    IS_NOT_MODIFIED("HTTP/1.1 304 Not Modified\r\ncontent-length: 4\r\n\r\n"),
    IS_299("HTTP/1.1 299 Own\r\ncontent-length: 0\r\n\r\n"),
    IS_999("HTTP/1.1 999 Own\r\ncontent-length: 0\r\n\r\n"),
    IS_99("HTTP/1.1 99 Own\r\ncontent-length: 0\r\n\r\n"),
    IS_1000("HTTP/1.1 1000 Own\r\ncontent-length: 0\r\n\r\n"),
    HAS_A_LARGE_HEAD(
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx: " + "x".repeat(50_000) + "\r\n\r\n"),
    HAS_A_TOO_LARGE_HEAD(
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx: " + "x".repeat(90_000) + "\r\n\r\n"),
    HAS_TOO_MANY_HEADERS(
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n" + "x: 1\r\n".repeat(120) + "\r\n"),
    HAS_LENGTH_AND_CHUNKS(
        "HTTP/1.1 200 OK\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n4\r\nbody\r\n"
            + "0\r\n\r\n"),
    HAS_TWO_LENGTHS("HTTP/1.1 200 OK\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nbody"),
    HAS_TRAILERS(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nT: 1\r\nt: 2\r\n"
            + "\r\n"),
    HAS_MANY_CHUNKS(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n2;x\r\nbc\r\n0\r\n\r\n"),
    HAS_WRONG_CHUNKS("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nbody\r\n"),
    HAS_HEADERS(
        "HTTP/1.1 200 OK\r\nB: 1\r\na: 2\r\nb: 3\r\nSet-Cookie: c=1\r\nset-cookie: d=2\r\n"
            + "server: own\r\ndate: own\r\nvia: own\r\ncontent-length: 0\r\n\r\n"),
    HAS_HOP_BY_HOP_HEADERS(
        "HTTP/1.1 200 OK\r\nconnection: close, x-hop\r\nx-hop: 1\r\nkeep-alive: x\r\n"
            + "proxy-authenticate: x\r\nproxy-connection: x\r\nupgrade: x\r\ntrailer: t\r\n"
            + "content-length: 0\r\n\r\n"),
    HAS_ENVOYS_HEADERS(
        "HTTP/1.1 200 OK\r\nx-envoy-upstream-service-time: 5\r\nx-envoy-overloaded: true\r\n"
            + "x-request-id: own\r\nx-envoy-immediate-health-check-fail: x\r\n"
            + "x-envoy-decorator-operation: x\r\ncontent-length: 0\r\n\r\n"),
    HAS_FOLDED_HEADERS("HTTP/1.1 200 OK\r\nx: 1\r\n 2\r\ncontent-length: 0\r\n\r\n"),
    HAS_A_WRONG_HEADER("HTTP/1.1 200 OK\r\nwrong\r\ncontent-length: 0\r\n\r\n"),
    HAS_A_WRONG_NAME("HTTP/1.1 200 OK\r\na b: 1\r\ncontent-length: 0\r\n\r\n"),
    HAS_A_WRONG_VALUE("HTTP/1.1 200 OK\r\na: \0\r\ncontent-length: 0\r\n\r\n"),
    SAYS_TOO_MUCH("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbodymore"),
    ANSWERS_A_HEAD("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n"),
    ANSWERS_BEFORE_THE_BODY("HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno");

    private final String bytes;

    Upstream(String bytes) {
      this.bytes = bytes;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerAsEnvoyWhenAnUpstreamAnswers(Upstream upstream) {
    String path = "/" + upstream.name() + "/";
    TcpServer server = requireNonNull(SERVERS.get(upstream));
    try (TcpPeer client = stage.connect("raw")) {
      client.send(
          switch (upstream) {
            case ANSWERS_A_HEAD ->
                "HEAD " + path + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
            case ANSWERS_BEFORE_THE_BODY ->
                "POST "
                    + path
                    + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 9\r\n\r\n";
            default -> get(path);
          });
      try (TcpPeer connection = server.accept()) {
        connection.await("\r\n\r\n");
        connection.send(upstream.bytes);
        if (upstream == Upstream.RESETS) {
          connection.reset();
        } else if (upstream == Upstream.RESETS_IN_THE_BODY) {
          client.await("half");
          connection.reset();
        } else {
          connection.end();
        }
        check("upstream-" + name(upstream), shown(client.awaitEnd()));
      }
    }
  }
}
