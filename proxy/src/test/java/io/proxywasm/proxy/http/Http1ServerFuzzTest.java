package io.proxywasm.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import io.proxywasm.host.ShortFuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends: it gets right responses, the same however the network cuts it. */
class Http1ServerFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
            "\1GET / HTTP/1.1\r\nhost: a\r\n\r\n",
            "\5GET /a?b=c HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nhost: b\r\n\r\n",
            "\7POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhelloHEAD /to HTTP/1.1\r\n"
                + "host: a\r\n\r\n",
            "\11POST /none HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                + "0\r\nx-t: 1\r\n\r\nPUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n",
            "\2GET http://h:1/p HTTP/1.1\r\nconnection: close, x-a, te\r\nx-a: 1\r\n\r\n",
            "\3CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\nbytes",
            "\4GET / HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\nbytes",
            "\6POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\nabc",
            "\10GET / HTTP/1.0\r\n\r\n",
            "\13PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\14OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n",
            "\15GET /../%2e%2e/%00?x#y HTTP/1.1\r\nhost: [::1]:1\r\nx-forwarded-for: 1, 2\r\n\r\n")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldAnswerRight(byte[] input) {
    check(input);
  }

  @Test
  void shouldAnswerRightWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), Http1ServerFuzzTest::check);
  }

  private static void check(byte[] input) {
    int step = input.length == 0 ? 1 : 1 + (input[0] & 0xff);
    String pieces = responses(input, step);
    String whole = responses(input, input.length + 1);
    if (!startsAsHttp2(input)) { // Its last frame quotes what was at hand.
      assertThat(pieces).isEqualTo(whole);
      checkResponses(whole.getBytes(ISO_8859_1));
    }
  }

  private static boolean startsAsHttp2(byte[] input) {
    return new String(input, ISO_8859_1).startsWith("PRI * HTTP/2", 1);
  }

  /** What the client gets, without what differs from time to time. */
  private static String responses(byte[] input, int step) {
    FuzzedServer server = new FuzzedServer();
    for (int at = 1; at < input.length; at += step) {
      server.receive(input, at, Math.min(input.length, at + step));
    }
    byte[] sent = server.end();
    server.answered();
    return new String(sent, ISO_8859_1).replaceAll("date: [^\r]*", "date: then");
  }

  private static void checkResponses(byte[] sent) {
    EmbeddedChannel client = new EmbeddedChannel(new HttpResponseDecoder());
    client.writeInbound(Unpooled.copiedBuffer(sent));
    Object read;
    while ((read = client.readInbound()) != null) {
      if (read instanceof DecoderResultProvider result) {
        assertThat(result.decoderResult().isSuccess()).isTrue();
      }
      if (read instanceof HttpResponse response) {
        assertThat(response.status().code()).isBetween(100, 599);
        if (response.headers().contains("content-length") && response.status().code() == 299) {
          assertThat(response.headers().get("content-length"))
              .isEqualTo(String.valueOf(FuzzedServer.BODY.length()));
        }
      }
      ReferenceCountUtil.release(read);
    }
    client.finishAndReleaseAll();
  }
}
