package io.proxywasm.proxy.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.ShortFuzz;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a client or an upstream sends: it is the same messages however the network cuts it, no
 * memory is kept, and where Netty's parser takes the same requests, they begin and end at the same
 * places, so that nothing can be smuggled between the two.
 */
class Http1ParserFuzzTest {
  private static final Http1Parser.Options REQUESTS =
      new Http1Parser.Options("http", 600, 10, true, false);
  private static final Http1Parser.Options RESPONSES =
      new Http1Parser.Options(null, 600, 10, true, true);

  static Stream<byte[]> seeds() {
    return Stream.of(
            "GET / HTTP/1.1\r\nhost: a\r\n\r\n",
            "GET /a?b=c HTTP/1.1\r\nHost: a\r\nX: 1\r\nX:2 \r\n\r\nGET /2 HTTP/1.1\r\nhost: b\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nhost:"
                + " a\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0a;x=y\r\n"
                + "0123456789\r\n0\r\nx-t: 1\r\n\r\nPUT / HTTP/1.1\r\nhost: a\r\n"
                + "content-length: 0\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nhost: a\r\nhost: b\r\n\r\n",
            "POST / HTTP/1.1\nhost: a\ncontent-length: 3\ntransfer-encoding: chunked\n\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
            "POST / HTTP/1.1\r\nhost: a\r\ncontent-length : 3\r\nx:\r\n y\r\n\r\nabc",
            "GET http://h:1/p HTTP/1.1\r\nhost: b\r\nconnection: close, x-a, te\r\nx-a: 1\r\nte:"
                + " trailers\r\n\r\n",
            "CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\nbytes",
            "GET / HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\nbytes",
            "OPTIONS * HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\ntransfer-encoding: chunked\r\n\r\n1\r\n"
                + "a\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n\r\nuntil the end",
            "HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldFrameAsOthersDo(byte[] input) {
    check(input);
  }

  @Test
  void shouldFrameAsOthersDoWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), Http1ParserFuzzTest::check);
  }

  private static void check(byte[] input) {
    Recorder requests = parse(REQUESTS, input, input.length + 1);
    for (int step : new int[] {1, 2, 3, 7}) {
      assertThat(parse(REQUESTS, input, step).events).as("%d", step).isEqualTo(requests.events);
    }
    assertThat(parse(RESPONSES, input, 1).events)
        .isEqualTo(parse(RESPONSES, input, input.length + 1).events);
    requests.messages.forEach(Http1ParserFuzzTest::checkHeaders);
    compare(requests.messages, netty(input));
  }

  private static void checkHeaders(Message message) {
    HeaderMap headers = message.headers;
    assertThat(headers.all(":method")).hasSize(1).allMatch(each -> each.matches("[A-Z-]+"));
    boolean connect = "CONNECT".equals(headers.get(":method"));
    assertThat(headers.all(":path"))
        .hasSize(connect ? 0 : 1)
        .allMatch(each -> each.matches("(/[^\\x00-\\x20\\x7f]*)|\\*"));
    assertThat(headers.all(":scheme")).hasSize(1).allMatch(each -> each.matches("https?"));
    assertThat(headers.all(":authority").size()).isBetween(0, 1);
    assertThat(headers.all("content-length").size() + headers.all("transfer-encoding").size())
        .isBetween(0, 1);
    for (int i = 0; i < headers.size(); i++) {
      assertThat(headers.name(i)).matches(":?[!#$%&'*+.^_`|~0-9a-z-]+");
      assertThat(headers.value(i)).doesNotContain("\r", "\n", "\0");
    }
  }

  /** Both lists as far as both parsers went. */
  private static void compare(List<Message> ours, List<Message> theirs) {
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      Message our = ours.get(i);
      Message their = theirs.get(i);
      assertThat(our.start).as("request %d", i).isEqualTo(their.start);
      if (our.tunnel || !our.ended || !their.ended) {
        return;
      }
      assertThat(our.body.toString()).as("body of request %d", i).isEqualTo(their.body.toString());
    }
  }

  private static Recorder parse(Http1Parser.Options options, byte[] input, int step) {
    Recorder recorder = new Recorder();
    Http1Parser parser = new Http1Parser(options, recorder);
    recorder.parser = parser;
    ByteBuf all = Unpooled.copiedBuffer(input);
    for (int at = 0; at < input.length; at += step) {
      ByteBuf part = all.retainedSlice(at, Math.min(step, input.length - at));
      parser.parse(part);
      part.release();
    }
    recorder.events.add(parser.failure() == null ? "end " + parser.end() : "failed");
    assertThat(all.refCnt()).isEqualTo(1);
    all.release();
    recorder.finishBody();
    return recorder;
  }

  private static List<Message> netty(byte[] input) {
    List<Message> messages = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new HttpRequestDecoder(new HttpDecoderConfig().setMaxHeaderSize(100_000)));
    channel.writeInbound(Unpooled.copiedBuffer(input));
    Object read;
    Message current = null;
    while ((read = channel.readInbound()) != null) {
      if (read instanceof DecoderResultProvider result && !result.decoderResult().isSuccess()) {
        ReferenceCountUtil.release(read);
        break;
      }
      if (read instanceof HttpRequest request) {
        current = new Message(new HeaderMap());
        current.start = request.method().name();
        messages.add(current);
      }
      if (current != null && read instanceof HttpContent content) {
        current.body.append(content.content().toString(ISO_8859_1));
        current.ended = content instanceof LastHttpContent;
      }
      ReferenceCountUtil.release(read);
    }
    channel.finishAndReleaseAll();
    return messages;
  }

  private static final class Message {
    final HeaderMap headers;
    final StringBuilder body = new StringBuilder();
    String start = "";
    boolean ended;
    boolean tunnel;

    Message(HeaderMap headers) {
      this.headers = headers;
    }
  }

  /** Writes down what a parser says, each body in one piece. */
  private static final class Recorder implements Http1Handler {
    final List<String> events = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private @Nullable Http1Parser parser;

    private Message last() {
      return messages.get(messages.size() - 1);
    }

    void finishBody() {
      if (!body.isEmpty()) {
        events.add("body " + body);
        body.setLength(0);
      }
    }

    private void add(String event) {
      finishBody();
      events.add(event);
    }

    @Override
    public void onHeaders(HeaderMap headers, boolean endOfMessage) {
      Message message = new Message(headers);
      message.start = String.valueOf(headers.get(":method"));
      message.ended = endOfMessage;
      message.tunnel = message.start.equals("CONNECT") || parser == null || parser.isUpgrade();
      messages.add(message);
      add("headers " + headers + endOfMessage);
    }

    @Override
    public void onBody(ByteBuf data, boolean endOfMessage) {
      String text = data.toString(ISO_8859_1);
      data.release();
      last().body.append(text);
      last().ended |= endOfMessage;
      body.append(text);
      if (endOfMessage) {
        add("end of message");
      }
    }

    @Override
    public void onTrailers(HeaderMap trailers) {
      last().ended = true;
      add("trailers " + trailers);
    }

    @Override
    public void onError(Http1Error error) {
      add("error " + error);
    }
  }
}
