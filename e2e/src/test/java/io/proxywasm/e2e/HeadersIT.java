package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.HeadersPlugin;
import java.util.List;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers and trailers, to the upstream and back. */
class HeadersIT extends OnEachHostAndAsJava {

  private static final String PLUGIN = "HeadersPlugin";
  private static final String UTF8 = "gr\u00fc\u00dfe \u20ac \ud83d\ude00";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(HeadersPlugin.class).start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  /** Both directions see the same headers: of the message that came through. */
  private static List<Message> change(Protocol protocol, String name) {
    String path = protocol.path(name);
    stage
        .upstream()
        .on(
            path,
            TestUpstream.reply(
                200,
                "body",
                new Field("multi", "a"),
                new Field("utf8", UTF8),
                new Field("multi", "b"),
                new Field("empty", ""),
                new Field("long", "x".repeat(5000))));
    Message onTheWayOut = stage.send(protocol, PLUGIN, request(path).header("case", name));
    assertThat(onTheWayOut.status()).isEqualTo(200);
    Message request = stage.upstream().take(path).awaitEnd();
    Message response =
        stage.send(protocol, PLUGIN, request(path).header("case", "response-" + name));
    stage.upstream().take(path);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("body");
    return List.of(request, response);
  }

  private static Request request(String path) {
    return Request.get(path)
        .header("multi", "a")
        .header("utf8", UTF8)
        .header("multi", "b")
        .header("empty", "")
        .header("long", "x".repeat(5000));
  }

  @ParameterizedTest
  @EnumSource
  void shouldGetTheFirstValueWhenAHeaderIsRepeated(Protocol protocol) {
    for (Message message : change(protocol, "get")) {
      assertThat(message.header("result")).isEqualTo("a,null,otherwise,true,false,<>");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGetAllValuesInOrderWhenAHeaderIsRepeated(Protocol protocol) {
    for (Message message : change(protocol, "all")) {
      assertThat(message.header("result")).isEqualTo("[a, b] []");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveNamesInOrderWhenAsked(Protocol protocol) {
    List<Message> messages = change(protocol, "names");
    assertThat(List.of(String.valueOf(messages.get(0).header("result")).split(",")))
        .contains(":authority", ":path", ":method", ":scheme")
        .containsSubsequence("multi", "utf8", "multi", "empty", "long", "case");
    assertThat(List.of(String.valueOf(messages.get(1).header("result")).split(",")))
        .startsWith(":status")
        .containsSubsequence("multi", "utf8", "multi", "empty", "long");
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountEveryValueWhenAskedForTheSize(Protocol protocol) {
    for (Message message : change(protocol, "size")) {
      String[] sizes = String.valueOf(message.header("result")).split(" ");
      assertThat(sizes[0]).isEqualTo(sizes[1]);
      assertThat(Integer.parseInt(sizes[0])).isGreaterThan(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoThroughAllHeadersWhenIterating(Protocol protocol) {
    for (Message message : change(protocol, "iterate")) {
      assertThat(message.header("result")).isEqualTo("multi=a;utf8=" + UTF8 + ";multi=b;");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplaceAllValuesWhenSetting(Protocol protocol) {
    for (Message message : change(protocol, "set")) {
      assertThat(message.headers("multi")).containsExactly("one");
      assertThat(message.headers("new")).containsExactly("set");
      assertThat(message.headers("empty")).containsExactly("");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepTheOthersWhenAdding(Protocol protocol) {
    for (Message message : change(protocol, "add")) {
      assertThat(message.headers("multi")).containsExactly("a", "b", "c");
      assertThat(message.headers("new")).containsExactly("1", "2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRemoveAllValuesWhenRemoving(Protocol protocol) {
    for (Message message : change(protocol, "remove")) {
      assertThat(message.headers("multi")).isEmpty();
      assertThat(message.header("utf8")).isEqualTo(UTF8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveOnlyTheNewOnesWhenReplacingAll(Protocol protocol) {
    for (Message message : change(protocol, "replace-all")) {
      assertThat(message.headers().stream().filter(f -> f.name().matches("[abeu]")))
          .containsExactly(
              new Field("b", "1"),
              new Field("a", "2"),
              new Field("b", "3"),
              new Field("e", ""),
              new Field("u", "\u00e4"));
      assertThat(message.headers("multi")).isEmpty();
      assertThat(message.headers("utf8")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassBytesWhenTheyAreNoText(Protocol protocol) {
    for (Message message : change(protocol, "bytes")) {
      assertThat(message.header("raw")).isEqualTo(UTF8);
      assertThat(message.header("length")).isEqualTo("" + UTF8.getBytes(UTF_8).length);
      assertThat(message.header("made")).isEqualTo("x\u00e4");
      assertThat(message.header("missing-bytes")).isEqualTo("null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAndWriteUtf8WhenValuesAreNotAscii(Protocol protocol) {
    for (Message message : change(protocol, "utf8")) {
      assertThat(message.header("result")).isEqualTo(UTF8 + "\u00df\u20ac\ud83d\ude00");
      assertThat(message.header("length")).isEqualTo("" + UTF8.length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCopeWhenThereAreManyHeaders(Protocol protocol) {
    for (Message message : change(protocol, "many")) {
      for (int i = 0; i < 50; i++) {
        assertThat(message.headers("added-" + i)).containsExactly("value " + i);
      }
      assertThat(Integer.parseInt(String.valueOf(message.header("result")))).isGreaterThan(55);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCopeWhenAHeaderIsLong(Protocol protocol) {
    for (Message message : change(protocol, "long")) {
      assertThat(message.header("result")).isEqualTo("x".repeat(10_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldThrowWhenAViewIsUsedAfterItsCallback(Protocol protocol) {
    String path = protocol.path("kept");
    assertThat(stage.send(protocol, PLUGIN, request(path).header("case", "keep")).status())
        .isEqualTo(200);
    int mark = stage.mark();
    assertThat(stage.send(protocol, PLUGIN, request(path).header("case", "use-kept")).status())
        .isEqualTo(500);
    assertThat(stage.awaitLog(mark, "IllegalStateException"))
        .contains("bytes of a callback that is over");
    assertThat(stage.send(protocol, PLUGIN, request(path).header("case", "kept")).status())
        .isEqualTo(200);
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldChangePseudoHeadersWhenAsked(Protocol protocol) {
    Message response =
        stage.send(
            protocol,
            PLUGIN,
            Request.get(protocol.path("old?q=1")).header("case", "request-pseudo"));
    assertThat(response.status()).isEqualTo(200);
    Message request = stage.upstream().take(protocol.path("new?q=1")).awaitEnd();
    assertThat(request.header("result")).isEqualTo("GET " + protocol.path("old?q=1"));
    assertThat(request.header(":method")).isEqualTo("PUT");
    assertThat(request.header(":authority")).isEqualTo("other.example");
  }

  @ParameterizedTest
  @EnumSource
  void shouldThrowWithHostcallAndStatusWhenRequestHeadersAreChangedTooLate(Protocol protocol) {
    int mark = stage.mark();
    stage.send(
        protocol,
        PLUGIN,
        Request.get(protocol.path("late")).header("case", "request-headers-late"));
    assertThat(stage.awaitLog(mark, "late: "))
        .isEqualTo(
            "late: proxy_replace_header_map_value(x): BAD_ARGUMENT"
                + " proxy_replace_header_map_value BAD_ARGUMENT");
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAndChangeTrailersWhenThereAreSome(Protocol protocol) {
    String path = protocol.path("trailers");
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              request.awaitEnd();
              response.all(
                  TestUpstream.head(200),
                  List.of("body".getBytes(UTF_8)),
                  List.of(new Field("t", "down"), new Field("gone", "1")));
            });
    Message response =
        stage.send(
            protocol,
            PLUGIN,
            Request.post(path, "body")
                .header("case", "trailers")
                .trailer("t", "up")
                .trailer("gone", "1"));
    assertThat(stage.upstream().take(path).awaitEnd().trailers())
        .containsExactlyInAnyOrder(
            new Field("t", "up"), new Field("t", "more"), new Field("result", "up[t, gone]"));
    assertThat(response.trailers())
        .containsExactlyInAnyOrder(
            new Field("t", "down"), new Field("t", "more"), new Field("result", "down[t, gone]"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldAddTrailersWhenThereAreNone(Protocol protocol) {
    String path = protocol.path("add-trailers");
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              request.awaitEnd();
              response.head(TestUpstream.head(200), false);
              response.data("body", true);
            });
    Message response =
        stage.send(protocol, PLUGIN, Request.post(path, "body").header("case", "add-trailers"));
    assertThat(stage.upstream().take(path).awaitEnd().trailer("made")).contains("by the plugin");
    assertThat(response.trailer("made")).contains("by the plugin");
    assertThat(response.text()).isEqualTo("body");
  }
}
