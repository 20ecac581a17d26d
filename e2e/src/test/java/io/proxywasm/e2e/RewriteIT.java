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
import io.proxywasm.e2e.plugins.RewritePlugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that are rewritten while they pass, and whole bodies with a limit. */
class RewriteIT extends OnEachHost {
  private static final String PLUGIN = "RewritePlugin";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage = Stage.on(host).plugin(RewritePlugin.class).start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static List<byte[]> bytes(String... chunks) {
    return Arrays.stream(chunks).map(chunk -> chunk.getBytes(UTF_8)).toList();
  }

  /** Sends chunks both ways, and returns what came out on both sides. */
  private static List<Message> send(
      Protocol protocol, String name, boolean trailers, List<byte[]> chunks) {
    String path = protocol.path("rewrite/" + COUNT.incrementAndGet());
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
    List<Message> both = List.of(stage.upstream().take(path).awaitEnd(), response);
    for (Message message : both) {
      assertThat(message.reset()).isFalse();
      assertThat(message.trailers()).isEqualTo(end);
    }
    return both;
  }

  private static void assertRewritten(
      Protocol protocol, String name, String expected, String... chunks) {
    for (boolean trailers : new boolean[] {false, true}) {
      for (Message message : send(protocol, name, trailers, bytes(chunks))) {
        assertThat(message.text()).describedAs("trailers: %s", trailers).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReplaceAcrossChunks(Protocol protocol) {
    assertRewritten(protocol, "replace", "a pin b", "a needle b");
    assertRewritten(protocol, "replace", "a pin bpin", "a ne", "e", "dle bn", "eedle");
    assertRewritten(protocol, "replace", "neneepin needl", "nenee", "needle need", "l");
    assertRewritten(protocol, "replace", "need", "need");
    assertRewritten(protocol, "grow", "<the letter e><the letter e>", "e", "e");
    assertRewritten(protocol, "nothing", "as it is", "as ", "it is");
  }

  @ParameterizedTest
  @EnumSource
  void shouldChangeLines(Protocol protocol) {
    assertRewritten(
        protocol, "lines", "one\ncomment\r\nlast", "on", "e\ndrop\n# tw", "o\r\ndro", "p\r\nlast");
    assertRewritten(protocol, "lines", "one\n", "one\nd", "rop");
    assertRewritten(protocol, "lines", "", "drop\n", "drop");
  }

  @ParameterizedTest
  @EnumSource
  void shouldChangeElements(Protocol protocol) {
    assertRewritten(
        protocol,
        "elements",
        "[1,{\"a\":[2,\"]\"]},3]",
        "[1, 2,",
        "{\"a\":[2,\"",
        "]\"]} ,2, 3",
        " ]\n");
    assertRewritten(protocol, "elements", "[]", " [", "2 ]");
    assertRewritten(protocol, "elements", "{\"no\":\"array\"}", "{\"no\":", "\"array\"}");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAddAtTheEndAlsoBeforeTrailers(Protocol protocol) {
    assertRewritten(protocol, "suffix", "one two the end", "one ", "two");
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeAwayContentLengthWhenItIsGiven(Protocol protocol) {
    String path = protocol.path("content-length");
    stage
        .upstream()
        .on(path, TestUpstream.reply(200, "a needle", new Field("content-length", "8")));
    Message response =
        stage.send(
            protocol,
            PLUGIN,
            Request.post(path, "a needle")
                .header("content-length", "8")
                .header("request", "replace")
                .header("response", "replace"));
    Message request = stage.upstream().take(path).awaitEnd();
    for (Message message : List.of(request, response)) {
      assertThat(message.text()).isEqualTo("a pin");
      assertThat(message.headers("content-length")).isSubsetOf("5");
    }
  }

  /** What a chunk makes goes on at once, as far as it is decided. */
  @ParameterizedTest
  @EnumSource
  void shouldPassOnAtOnceWhenNothingIsHeldBack(Protocol protocol) throws InterruptedException {
    String path = protocol.path("at-once");
    BlockingQueue<Outbox> responses = new LinkedBlockingQueue<>();
    stage.upstream().on(path, (request, response) -> responses.add(response));
    TestClient.Exchange exchange =
        stage
            .client(protocol, PLUGIN)
            .beginHeaders(
                Request.post(path).header("request", "lines").header("response", "replace"));
    var received = stage.upstream().take(path);
    exchange.request().data("one\n# two\n", false);
    assertThat(received.awaitBytes(12).text()).isEqualTo("one\ncomment\n");
    exchange.request().data("last", true);
    assertThat(received.awaitEnd().text()).isEqualTo("one\ncomment\nlast");
    Outbox response = responses.take();
    response.head(TestUpstream.head(200), false);
    response.data("a needle", false);
    assertThat(exchange.response().awaitBytes(5).text()).isEqualTo("a pin");
    response.data("!", true);
    assertThat(exchange.response().awaitEnd().text()).isEqualTo("a pin!");
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassNothingOnWhenARewriteFails(Protocol protocol) {
    String line = "x".repeat(22);
    String path = protocol.path("fails");
    int mark = stage.mark();
    TestClient client = stage.newClient(protocol, PLUGIN);
    TestClient.Exchange exchange =
        client.beginHeaders(Request.post(path).header("request", "lines"));
    var received = stage.upstream().take(path);
    exchange.request().data("one\n", false);
    received.awaitBytes(4);
    exchange.request().data(line, false);
    assertThat(exchange.response().awaitEnd().status()).isEqualTo(500);
    stage.awaitLog(mark, "a line of the body has more than 20 bytes");
    assertThat(received.awaitEnd().reset()).isTrue();
    assertThat(received.awaitEnd().text()).isEqualTo("one\n");
    client.close();
    String second = protocol.path("fails-too");
    stage.upstream().on(second, TestUpstream.reply(200, "[1 2 " + line + "]"));
    Message response =
        stage.newClient(protocol, PLUGIN).send(Request.get(second).header("response", "elements"));
    assertThat(response.status() == 200 && !response.reset()).isFalse();
    assertThat(response.text()).doesNotContain("x");
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1, bad-chunk, thrown at a chunk",
    "HTTP_2, bad-chunk, thrown at a chunk",
    "HTTP_1, bad-end, thrown at the end",
    "HTTP_2, bad-end, thrown at the end",
    "HTTP_1, late, 'trailers came when the last 4 bytes of the body were not passed on'",
    "HTTP_2, late, 'trailers came when the last 4 bytes of the body were not passed on'",
  })
  void shouldEndNoRequestWellWhenItsRewriteFailsBeforeTrailers(
      Protocol protocol, String name, String reason) {
    int mark = stage.mark();
    String path = protocol.path("trailers/" + COUNT.incrementAndGet());
    TestClient client = stage.newClient(protocol, PLUGIN);
    TestClient.Exchange exchange = client.beginHeaders(Request.post(path).header("request", name));
    exchange.request().data("good", false);
    var received = stage.upstream().take(path);
    received.awaitBytes(4);
    exchange.request().data("bad", false);
    exchange.request().trailers(List.of(new Field("t", "1")));
    assertThat(exchange.response().awaitEnd().status()).isEqualTo(500);
    stage.awaitLog(mark, reason);
    Message request = received.awaitEnd();
    assertThat(request.reset()).isTrue();
    assertThat(request.trailers()).isEmpty();
    assertThat(request.text()).isIn("good", name.equals("bad-chunk") ? "good" : "goodbad");
    client.close();
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1, bad-chunk, thrown at a chunk",
    "HTTP_2, bad-chunk, thrown at a chunk",
    "HTTP_1, bad-end, thrown at the end",
    "HTTP_2, bad-end, thrown at the end",
    "HTTP_1, late, 'trailers came when the last 4 bytes of the body were not passed on'",
    "HTTP_2, late, 'trailers came when the last 4 bytes of the body were not passed on'",
  })
  void shouldEndNoResponseWellWhenItsRewriteFailsBeforeTrailers(
      Protocol protocol, String name, String reason) throws InterruptedException {
    int mark = stage.mark();
    String path = protocol.path("trailers/" + COUNT.incrementAndGet());
    BlockingQueue<Outbox> responses = new LinkedBlockingQueue<>();
    stage.upstream().on(path, (request, response) -> responses.add(response));
    TestClient client = stage.newClient(protocol, PLUGIN);
    TestClient.Exchange exchange = client.begin(Request.get(path).header("response", name));
    Outbox response = responses.take();
    response.head(TestUpstream.head(200), false);
    response.data("good", false);
    exchange.response().awaitBytes(4);
    response.data("bad", false);
    response.trailers(List.of(new Field("t", "1")));
    Message cut = exchange.response().awaitEnd();
    stage.awaitLog(mark, reason);
    assertThat(cut.status()).isEqualTo(200);
    assertThat(cut.reset()).isTrue();
    assertThat(cut.trailers()).isEmpty();
    assertThat(cut.text()).isIn("good", name.equals("bad-chunk") ? "good" : "goodbad");
    client.close();
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepTheLimitWhenTrailersFollow(Protocol protocol) {
    String path = protocol.path("limit-trailers");
    Request small = Request.post(path, "01234", "56789").trailer("t", "1");
    assertThat(stage.send(protocol, PLUGIN, small.header("request", "limit")).status())
        .isEqualTo(200);
    Message received = stage.upstream().take(path).awaitEnd();
    assertThat(received.text()).isEqualTo("[0123456789]");
    assertThat(received.trailer("t")).contains("1");
    Request large = Request.post(path + "/large", "012345", "67890").trailer("t", "1");
    Message answer = stage.newClient(protocol, PLUGIN).send(large.header("request", "limit"));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text()).isEqualTo("Payload Too Large");
    if (stage.upstream().hasReceived(large.path())) {
      Message cut = stage.upstream().take(large.path()).awaitEnd();
      assertThat(cut.reset()).isTrue();
      assertThat(cut.text()).isEmpty();
    }
    List<Field> trailers = List.of(new Field("t", "1"));
    stage
        .upstream()
        .on(
            path,
            (request, response) ->
                response.all(TestUpstream.head(200), bytes("01234", "56789"), trailers));
    Request get = Request.get(path).header("response", "limit");
    Message whole = stage.newClient(protocol, PLUGIN).send(get);
    assertThat(whole.text()).isEqualTo("[0123456789]");
    assertThat(whole.trailers()).isEqualTo(trailers);
    stage
        .upstream()
        .on(
            path,
            (request, response) ->
                response.all(TestUpstream.head(200), bytes("012345", "67890"), trailers));
    Message response = stage.newClient(protocol, PLUGIN).send(get);
    assertThat(response.reset()).isTrue();
    assertThat(response.text()).isEmpty();
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @EnumSource
  void shouldRewriteManyMegabytes(Protocol protocol) {
    String line = "a needle in a haystack; ".repeat(40) + "\n";
    String chunk = line.repeat(16);
    List<byte[]> chunks = Collections.nCopies(256, chunk.getBytes(UTF_8));
    String expected = chunk.replace("needle", "pin");
    for (Message message : send(protocol, "replace", false, chunks)) {
      assertThat(message.body().length).isEqualTo(256 * expected.length());
      assertThat(message.text()).isEqualTo(expected.repeat(256));
    }
    int mark = stage.mark();
    int sum = 0;
    byte[] bytes = chunk.getBytes(UTF_8);
    for (int i = 0; i < 256; i++) {
      for (byte value : bytes) {
        sum = sum * 31 + value;
      }
    }
    for (Message message : send(protocol, "hash", true, chunks)) {
      assertThat(message.body().length).isEqualTo(256 * bytes.length);
    }
    String hash = "hash " + 256 * bytes.length + " " + sum;
    stage.await("two hashes", () -> Collections.frequency(stage.said(mark), hash) == 2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer413WhenTheBodyIsOverTheLimit(Protocol protocol) {
    Request request = Request.post(protocol.path("limit"), "0123456789").header("request", "limit");
    assertThat(stage.send(protocol, PLUGIN, request).status()).isEqualTo(200);
    assertThat(stage.upstream().take(request.path()).awaitEnd().text()).isEqualTo("[0123456789]");
    List<Request> tooLarge = new ArrayList<>();
    tooLarge.add(Request.post(request.path(), "012345", "67890"));
    tooLarge.add(Request.post(request.path(), "01234567890").header("content-length", "11"));
    for (Request each : tooLarge) {
      Message answer = stage.newClient(protocol, PLUGIN).send(each.header("request", "limit"));
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.text()).isEqualTo("Payload Too Large");
      Message other =
          stage.newClient(protocol, PLUGIN).send(each.header("request", "limit-answer"));
      assertThat(other.status()).isEqualTo(422);
      assertThat(other.text()).isEqualTo("too much");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetTheBodyPassWhenThatIsWantedOverTheLimit(Protocol protocol) {
    String path = protocol.path("limit-pass");
    Request request = Request.post(path, "012345", "67890", "abc").header("request", "limit-pass");
    assertThat(stage.send(protocol, PLUGIN, request).status()).isEqualTo(200);
    assertThat(stage.upstream().take(path).awaitEnd().text()).isEqualTo("01234567890abc");
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndTheStreamWhenTheResponseIsOverTheLimit(Protocol protocol) {
    String path = protocol.path("limit-response");
    stage.upstream().on(path, TestUpstream.reply(200, "0123456789"));
    Request request = Request.get(path).header("response", "limit");
    assertThat(stage.send(protocol, PLUGIN, request).text()).isEqualTo("[0123456789]");
    stage
        .upstream()
        .on(path, TestUpstream.reply(200, "01234567890", new Field("content-length", "11")));
    assertThat(stage.newClient(protocol, PLUGIN).send(request).status()).isEqualTo(502);
    stage
        .upstream()
        .on(
            path,
            (received, response) ->
                response.all(TestUpstream.head(200), bytes("012345", "67890"), List.of()));
    Message cut = stage.newClient(protocol, PLUGIN).send(request);
    assertThat(cut.reset()).isTrue();
    assertThat(cut.text()).isEmpty();
    stage.assertVmsLive();
  }
}
