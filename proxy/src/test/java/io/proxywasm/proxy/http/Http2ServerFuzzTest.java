package io.proxywasm.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.proxywasm.host.ShortFuzz;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever frames a client sends: no exception leaves the server, nothing of a connection stays,
 * and only requests that are well formed get through.
 */
class Http2ServerFuzzTest {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final String[] NAMES = {
    ":method", ":path", ":scheme", ":authority", "host", "content-length", "x-a", "te", "cookie",
    "connection", "transfer-encoding", ":status", "", "X-B", "x c", "expect", ":x", "upgrade"
  };
  private static final String[] VALUES = {
    "GET",
    "POST",
    "HEAD",
    "CONNECT",
    "OPTIONS",
    "/",
    "/none",
    "/to?x",
    "http",
    "https",
    "a",
    "b:1",
    "0",
    "5",
    "7",
    "trailers",
    "",
    "*",
    "/ HTTP/1.1",
    "a b",
    "a\r\nb: c",
    "100-continue",
    "G ET"
  };

  // Kinds of steps: the types of frames, and more.
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int CONTINUATION = 9;
  private static final int GOOD_REQUEST = 10;
  private static final int ODD_REQUEST = 11;
  private static final int RAW = 12;
  private static final int KINDS = 13;

  static Stream<byte[]> seeds() {
    return Stream.of(
        new byte[0],
        new byte[] {10, 1, 5, 10, 3, 5, 10, 5, 5},
        // A request with a body, its window, its reset.
        new byte[] {10, 1, 4, 0, 1, 0, 5, 1, 2, 3, 4, 5, 0, 1, 1, 0, 8, 1, 0, 4, 0, 0, 1, 0, 3, 1},
        // Headers one by one, then trailers.
        new byte[] {11, 1, 4, 4, 0, 1, 1, 5, 2, 8, 3, 10, 0, 1, 0, 2, 9, 9, 11, 1, 5, 1, 6, 12},
        // A block in two frames.
        new byte[] {1, 1, 0, 3, -126, -122, -124, 9, 1, 4, 1, 65, 8, 0},
        new byte[] {4, 0, 0, 6, 0, 3, 0, 0, 0, 1, 6, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 7, 0, 0, 8},
        // The same pseudo headers twice.
        new byte[] {11, 20, 20, 0, 1, 1, 5, 2, 8, 3, 10, 0, 1, 0, 5, 0, 2},
        new byte[] {2, 3, 0, 5, 0, 0, 0, 1, 9, 5, 1, 0, 4, 0, 0, 0, 2, 12, 3, 1, 2, 3});
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldServeOnlyRequests(byte[] input) {
    check(input);
  }

  @Test
  void shouldServeOnlyRequestsWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), Http2ServerFuzzTest::check);
  }

  private static void check(byte[] input) {
    byte[] frames = new Client(input).send();
    FuzzedServer whole = new FuzzedServer();
    whole.receive(frames, 0, frames.length);
    checkFrames(whole.end());
    FuzzedServer pieces = new FuzzedServer();
    for (int at = 0; at < frames.length; at += 5) {
      pieces.receive(frames, at, Math.min(frames.length, at + 5));
    }
    checkFrames(pieces.end());
    assertThat(pieces.answered()).hasSameSizeAs(whole.answered());
  }

  private static void checkFrames(byte[] sent) {
    ByteBuffer in = ByteBuffer.wrap(sent);
    while (in.hasRemaining()) {
      assertThat(in.remaining()).isGreaterThanOrEqualTo(9);
      int head = in.getInt();
      int length = head >>> 8;
      assertThat(head & 0xff).as("type").isLessThanOrEqualTo(CONTINUATION);
      in.position(in.position() + 5);
      assertThat(length).isLessThanOrEqualTo(in.remaining());
      in.position(in.position() + length);
    }
  }

  /** Makes frames of what a fuzzer chose. */
  private static final class Client {
    private final ByteBuffer input;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DefaultHttp2HeadersEncoder hpack = new DefaultHttp2HeadersEncoder();

    Client(byte[] input) {
      this.input = ByteBuffer.wrap(input);
    }

    private int next() {
      return input.hasRemaining() ? input.get() & 0xff : 0;
    }

    private byte[] bytes(int most) {
      byte[] bytes = new byte[Math.min(most, input.remaining())];
      input.get(bytes);
      return bytes;
    }

    byte[] send() {
      out.writeBytes(PREFACE);
      frame(SETTINGS, 0, 0, new byte[0]);
      while (input.hasRemaining()) {
        int kind = next() % KINDS;
        if (kind == RAW) {
          out.writeBytes(bytes(next()));
          continue;
        }
        int stream = next();
        int flags = next();
        switch (kind) {
          case GOOD_REQUEST -> frame(HEADERS, stream, flags, block(request()));
          case ODD_REQUEST -> frame(HEADERS, stream, flags, block(odd()));
          default -> frame(kind, stream, flags, bytes(next()));
        }
      }
      return out.toByteArray();
    }

    private Http2Headers request() {
      return new DefaultHttp2Headers(false)
          .method("POST")
          .path("/")
          .scheme("http")
          .authority("a")
          .add("x-a", "1");
    }

    private Http2Headers odd() {
      Http2Headers headers = new DefaultHttp2Headers(false);
      int count = next() % 12;
      for (int i = 0; i < count; i++) {
        headers.add(NAMES[next() % NAMES.length], VALUES[next() % VALUES.length]);
      }
      return headers;
    }

    private byte[] block(Http2Headers headers) {
      ByteBuf block = Unpooled.buffer();
      try {
        hpack.encodeHeaders(1, headers, block);
      } catch (Http2Exception e) {
        throw new IllegalStateException(e);
      }
      return ByteBufUtil.getBytes(block);
    }

    private void frame(int type, int stream, int flags, byte[] payload) {
      ByteBuffer head = ByteBuffer.allocate(9);
      head.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream);
      out.writeBytes(head.array());
      out.writeBytes(payload);
    }
  }
}
