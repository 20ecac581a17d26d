package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Outbox;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.BodyPlugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies of requests and responses, in streams and as a whole. */
class BodyIT extends OnEachHostAndAsJava {

  private static final String PLUGIN = "BodyPlugin";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(BodyPlugin.class).start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  /** What came out on both sides. */
  private record Both(Message request, Message response) {
    List<Message> all() {
      return List.of(request, response);
    }
  }

  private static Both send(Protocol protocol, String name, boolean trailers, String... chunks) {
    List<byte[]> bytes = Arrays.stream(chunks).map(chunk -> chunk.getBytes(UTF_8)).toList();
    return send(protocol, name, trailers, bytes);
  }

  private static Both send(Protocol protocol, String name, boolean trailers, List<byte[]> chunks) {
    String path = protocol.path("body/" + COUNT.incrementAndGet());
    List<Field> end = trailers ? List.of(new Field("t", "1")) : List.of();
    stage
        .upstream()
        .on(
            path,
            (request, response) -> {
              request.awaitEnd();
              response.all(TestUpstream.head(200), chunks, end);
            });
    Request request = Request.post(path, chunks).header("request", name).header("response", name);
    Message response = stage.send(protocol, PLUGIN, trailers ? request.trailer("t", "1") : request);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.reset()).isFalse();
    Both both = new Both(stage.upstream().take(path).awaitEnd(), response);
    for (Message message : both.all()) {
      assertThat(message.trailers()).isEqualTo(end);
    }
    return both;
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassChunksOnWhenStreaming(Protocol protocol) throws InterruptedException {
    String path = protocol.path("streaming");
    BlockingQueue<Outbox> responses = new LinkedBlockingQueue<>();
    stage.upstream().on(path, (request, response) -> responses.add(response));
    int mark = stage.mark();
    TestClient.Exchange exchange =
        stage
            .client(protocol, PLUGIN)
            .beginHeaders(
                Request.post(path).header("request", "stream").header("response", "stream"));
    exchange.request().data("one", false);
    var received = stage.upstream().take(path);
    assertThat(received.awaitBytes(3).text()).isEqualTo("one");
    exchange.request().data("second", false);
    assertThat(received.awaitBytes(9).text()).isEqualTo("onesecond");
    exchange.request().data("", true);
    received.awaitEnd();
    Outbox response = responses.take();
    response.head(TestUpstream.head(200), false);
    response.data("back", false);
    exchange.response().awaitBytes(4);
    response.data("again", true);
    assertThat(exchange.response().awaitEnd().text()).isEqualTo("backagain");
    assertThat(stage.said(mark))
        .containsSubsequence(
            "request chunk 3 one false", "request chunk 6 second false", "request chunk 0  true")
        .containsSubsequence("response chunk 4 back false")
        .anyMatch(line -> line.matches("response chunk 5 again (true|false)"))
        .anyMatch(line -> line.matches("response chunk .* true"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldAccumulateWhenPausing(Protocol protocol) {
    String path = protocol.path("pausing");
    int mark = stage.mark();
    TestClient.Exchange exchange =
        stage.client(protocol, PLUGIN).beginHeaders(Request.post(path).header("request", "pause"));
    exchange.request().data("one", false);
    stage.awaitLog(mark, "request paused 3 false");
    exchange.request().data("second", false);
    stage.awaitLog(mark, "request paused 9 false");
    var received = stage.upstream().take(path);
    assertThat(received.awaitHead().body()).isEmpty();
    exchange.request().data("!", true);
    assertThat(exchange.response().awaitEnd().status()).isEqualTo(200);
    assertThat(received.awaitEnd().text()).isEqualTo("onesecond!");
    stage.awaitLog(mark, line -> line.matches("request paused (9|10) true"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplaceEachChunkWhenStreaming(Protocol protocol) {
    for (boolean trailers : new boolean[] {false, true}) {
      for (Message message : send(protocol, "upper", trailers, "one", "two").all()) {
        assertThat(message.text()).isEqualTo("ONETWO");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldPrependOnceWhenStreaming(Protocol protocol) {
    for (Message message : send(protocol, "prepend", false, "one", "two").all()) {
      assertThat(message.text()).isEqualTo("<onetwo");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAppendAtTheEndWhenStreaming(Protocol protocol) {
    for (Message message : send(protocol, "append", false, "one", "two").all()) {
      assertThat(message.text()).isEqualTo("onetwo>");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveAPartWhenAsked(Protocol protocol) {
    int mark = stage.mark();
    send(protocol, "size", false, "0123456789");
    stage.awaitLog(mark, "request part 234 0");
    stage.awaitLog(mark, "response part 234 0");
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheWholeBodyOnceWhenAsked(Protocol protocol) {
    for (boolean trailers : new boolean[] {false, true}) {
      int mark = stage.mark();
      for (Message message : send(protocol, "whole-log", trailers, "one", "two", "three").all()) {
        assertThat(message.text()).isEqualTo("onetwothree");
      }
      stage.awaitLog(mark, "response whole");
      assertThat(stage.said(mark))
          .containsExactly("request whole 11 onetwothree", "response whole 11 onetwothree");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplaceTheWholeBodyWhenAsked(Protocol protocol) {
    for (boolean trailers : new boolean[] {false, true}) {
      for (Message message : send(protocol, "whole-replace", trailers, "one", "two").all()) {
        assertThat(message.text()).isEqualTo("other");
        assertThat(message.headers("content-length")).isSubsetOf("5");
      }
      for (Message message : send(protocol, "whole-replace-bytes", trailers, "one").all()) {
        assertThat(message.text()).isEqualTo("bytes");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEmptyTheWholeBodyWhenReplacedByNothing(Protocol protocol) {
    for (boolean trailers : new boolean[] {false, true}) {
      for (Message message : send(protocol, "whole-empty", trailers, "one", "two").all()) {
        assertThat(message.body()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAppendAndPrependWhenTheWholeBodyIsThere(Protocol protocol) {
    for (boolean trailers : new boolean[] {false, true}) {
      int mark = stage.mark();
      for (Message message : send(protocol, "whole-all", trailers, "one", "two").all()) {
        assertThat(message.text()).isEqualTo("start onetwo end");
      }
      stage.awaitLog(mark, "response size 16 start onetwo end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHandViewsBackWhenTheyAreParts(Protocol protocol) {
    for (Message message : send(protocol, "whole-slice", false, "0123", "456789").all()) {
      assertThat(message.text()).isEqualTo("234567");
    }
    for (Message message : send(protocol, "whole-double", false, "one", "two").all()) {
      assertThat(message.text()).isEqualTo("onetwoonetwo");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSearchAndCompareWhenItIsAView(Protocol protocol) {
    int mark = stage.mark();
    send(protocol, "whole-views", false, "key=value; oth", "er=\u00e4\u20ac");
    assertThat(stage.awaitLog(mark, "views "))
        .isEqualTo(
            "views value|11|-1|4|-1|true|true|false|true|true|false|\u00e4\u20ac|97|true|-1"
                + "|outside position 22");
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindTheSameInAViewAndInAnArray(Protocol protocol) {
    int mark = stage.mark();
    send(protocol, "whole-find", false, "aabaabaaabcaab", "baabaacaabaaabaabaabab--aaaabab.");
    assertThat(stage.awaitLog(mark, "find ")).startsWith("find done ").endsWith(" -1");
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotCallTheHandlerWhenThereIsNoBody(Protocol protocol) {
    String path = protocol.path("no-body");
    stage.upstream().on(path, TestUpstream.reply(204, ""));
    int mark = stage.mark();
    Message response =
        stage.send(
            protocol,
            PLUGIN,
            Request.get(path).header("request", "whole-log").header("response", "whole-log"));
    assertThat(response.status()).isEqualTo(204);
    assertThat(stage.upstream().take(path).awaitEnd().body()).isEmpty();
    send(protocol, "stream", false, "sentinel");
    assertThat(stage.said(mark)).noneMatch(line -> line.contains("whole"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepContentLengthRightWhenItWasGiven(Protocol protocol) {
    String path = protocol.path("content-length");
    stage
        .upstream()
        .on(path, TestUpstream.reply(200, "12345678", new Field("content-length", "8")));
    Message response =
        stage.send(
            protocol,
            PLUGIN,
            Request.post(path, "12345678")
                .header("content-length", "8")
                .header("request", "whole-replace")
                .header("response", "whole-replace"));
    assertThat(response.text()).isEqualTo("other");
    assertThat(response.headers("content-length")).isSubsetOf("5");
    Message request = stage.upstream().take(path).awaitEnd();
    assertThat(request.text()).isEqualTo("other");
    assertThat(request.headers("content-length")).isSubsetOf("5");
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassAMegabyteWhenStreaming(Protocol protocol) {
    List<byte[]> chunks = megabyte();
    for (Message message : send(protocol, "unchanged", false, chunks).all()) {
      assertThat(message.body()).isEqualTo(join(chunks));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldAMegabyteWhenItIsTheLimit(Protocol protocol) {
    List<byte[]> chunks = megabyte();
    byte[] all = join(chunks);
    long lines = new String(all, UTF_8).chars().filter(c -> c == '\n').count();
    int sum = 0;
    for (byte value : all) {
      sum = sum * 31 + value;
    }
    int mark = stage.mark();
    for (Message message : send(protocol, "whole-count", false, chunks).all()) {
      assertThat(message.body()).isEqualTo(all);
    }
    String expected = all.length + " bytes " + lines + " lines sum " + sum;
    stage.awaitLog(mark, "request " + expected);
    stage.awaitLog(mark, "response " + expected);
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer413WhenTheWholeBodyIsOverTheLimit(Protocol protocol) {
    List<byte[]> chunks = new ArrayList<>();
    // Envoy's limit is that of its buffers: 1 MiB, or the window of an HTTP/2 stream.
    for (int i = 0; i < 40; i++) {
      chunks.addAll(megabyte());
    }
    Message response =
        stage
            .newClient(protocol, PLUGIN)
            .send(Request.post(protocol.path("too-large"), chunks).header("request", "whole-log"));
    assertThat(response.status()).isEqualTo(413);
    Message received = stage.upstream().take(protocol.path("too-large")).awaitEnd();
    assertThat(received.body()).isEmpty();
    assertThat(received.reset()).isTrue();
    stage.assertVmsLive();
  }

  private static List<byte[]> megabyte() {
    Random random = new Random(1);
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      byte[] chunk = new byte[16_000];
      for (int k = 0; k < chunk.length; k++) {
        chunk[k] = (byte) (random.nextInt(64) == 0 ? '\n' : 'a' + random.nextInt(26));
      }
      chunks.add(chunk);
    }
    return chunks;
  }

  private static byte[] join(List<byte[]> chunks) {
    return new Message(List.of(), chunks, List.of(), false).body();
  }
}
