package io.proxywasm.proxy.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.proxywasm.host.HeaderMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is expected is what Envoy 1.40 makes of the same bytes. */
class Http1ParserTest {
  private static final Http1Parser.Options REQUESTS =
      new Http1Parser.Options("http", 1000, 20, true, false);
  private static final Http1Parser.Options RESPONSES =
      new Http1Parser.Options(null, 1000, 20, true, true);

  /** Writes down what it hears. */
  private static final class Transcript implements Http1Handler {
    final StringBuilder text = new StringBuilder();

    @Override
    public void onHeaders(HeaderMap headers, boolean endOfMessage) {
      text.append('H').append(headers).append(endOfMessage ? "$" : "");
    }

    @Override
    public void onBody(ByteBuf data, boolean endOfMessage) {
      text.append(data.toString(ISO_8859_1)).append(endOfMessage ? "$" : "");
      data.release();
    }

    @Override
    public void onTrailers(HeaderMap trailers) {
      text.append('T').append(trailers).append('$');
    }

    @Override
    public void onError(Http1Error error) {
      text.append('!').append(error);
    }
  }

  private static String parse(Http1Parser.Options options, String input, int step) {
    Transcript transcript = new Transcript();
    Http1Parser parser = new Http1Parser(options, transcript);
    byte[] bytes = input.getBytes(ISO_8859_1);
    for (int at = 0; at < bytes.length; at += step) {
      ByteBuf in = Unpooled.wrappedBuffer(bytes, at, Math.min(step, bytes.length - at));
      parser.parse(in);
      in.release();
    }
    return transcript.text.toString();
  }

  private static String request(String input) {
    return parse(REQUESTS, input, input.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void shouldReadTheSameWhenBytesComeInPiecesOfAnySize(int step) {
    String input =
        "\r\nPOST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;x=y\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\nX-T: 1\r\n\r\n"
            + "GET /b?c HTTP/1.1\r\nhost: h\r\nA:  b \t\r\n\r\n"
            + "PUT /c HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n\r\nbody";
    String expected =
        "H[:authority: h, :path: /a, :method: POST, :scheme: http, transfer-encoding: chunked]"
            + "abc0123456789abcdefT[x-t: 1]$"
            + "H[:authority: h, :path: /b?c, :method: GET, :scheme: http, a: b]$"
            + "H[:authority: h, :path: /c, :method: PUT, :scheme: http, content-length: 4]body$";
    assertThat(parse(REQUESTS, input, step)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "GET http://x.y:1/p?q HTTP/1.1|host: a,"
            + " \"[:authority: x.y:1, :scheme: http, :path: /p?q, :method: GET]\"",
        "GET http://x.y?q HTTP/1.1|host: a,"
            + " \"[:authority: x.y, :scheme: http, :path: /?q, :method: GET]\"",
        "OPTIONS * HTTP/1.1|host: a,"
            + " \"[:authority: a, :path: *, :method: OPTIONS, :scheme: http]\"",
        "CONNECT a.b:80 HTTP/1.1|host: c,"
            + " \"[:authority: a.b:80, :method: CONNECT, :scheme: http]\"",
        "GET  /x  HTTP/1.1 |host: a,"
            + " \"[:authority: a, :path: /x, :method: GET, :scheme: http]\"",
        "GET / HTTP/1.1|x: 1, \"[:path: /, :method: GET, :scheme: http, x: 1]\"",
      })
  void shouldReadTheTargetWhenItHasAnyForm(String lines, String expected) {
    assertThat(request(lines.replace("|", "\r\n") + "\r\n\r\n")).startsWith("H" + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.0, LOW_VERSION",
    "GET / HTTP/1.2, LOW_VERSION",
    "GET /, LOW_VERSION",
    "GET / http/1.1, CODEC",
    "get / HTTP/1.1, CODEC",
    "BREW / HTTP/1.1, CODEC",
    "GET x HTTP/1.1, CODEC",
    "GET ftp://a/ HTTP/1.1, INVALID_SCHEME",
    "GET /a b HTTP/1.1, CODEC",
    "GET http://a@b c/ HTTP/1.1, CODEC",
    "GET http:/// HTTP/1.1, INVALID_AUTHORITY",
  })
  void shouldRefuseWhenTheFirstLineIsWrong(String line, Http1Error error) {
    assertThat(request(line + "\r\nhost: a\r\n\r\n")).isEqualTo("!" + error);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "content-length: 3|transfer-encoding: chunked, LENGTH_AND_CHUNKED",
        "transfer-encoding: chunked|content-length: 3, LENGTH_AND_CHUNKED",
        "content-length: 3|content-length: 3, CODEC",
        "content-length: -3, CODEC",
        "content-length: 1 2, CODEC",
        "\"content-length: 3, 3\", CODEC",
        "content-length: 99999999999999999999, CODEC",
        "transfer-encoding: identity, TRANSFER_ENCODING",
        "\"transfer-encoding: gzip, chunked\", TRANSFER_ENCODING",
        "transfer-encoding: xchunked, TRANSFER_ENCODING",
        "transfer-encoding : chunked, CODEC",
        "x, CODEC",
        ": y, CODEC",
        "\"x(: y\", CODEC",
        "\"x: a\u0001b\", INVALID_CHARACTERS",
        "\"x: a\u0000b\", INVALID_CHARACTERS",
        "\"host: a b\", INVALID_AUTHORITY",
        "\"host: a/b\", INVALID_AUTHORITY",
      })
  void shouldRefuseWhenAHeaderIsWrong(String headers, Http1Error error) {
    assertThat(request("POST / HTTP/1.1\r\n" + headers.replace("|", "\r\n") + "\r\n\r\n0\r\n\r\n"))
        .isEqualTo("!" + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "z\r\n",
        "-1\r\n",
        "0x3\r\nabc",
        "3\nabc",
        "3\r\nabcd\r\n",
        "3\r\nabc\n",
        "3 4\r\n",
        "\r\n",
        "ffffffffffffffffff\r\n",
        ";x\r\n"
      })
  void shouldRefuseWhenAChunkIsWrong(String body) {
    assertThat(request("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n" + body))
        .endsWith("!CODEC");
  }

  @Test
  void shouldRefuseWhenHeadersAreTooLongOrTooMany() {
    assertThat(request("GET / HTTP/1.1\r\nx: " + "a".repeat(1000) + "\r\n\r\n"))
        .isEqualTo("!HEADERS_TOO_LARGE");
    assertThat(request("GET /" + "a".repeat(1000) + " HTTP/1.1\r\nhost: a\r\n\r\n"))
        .isEqualTo("!HEADERS_TOO_LARGE");
    assertThat(request("GET / HTTP/1.1\r\n" + "x: 1\r\n".repeat(21) + "\r\n"))
        .isEqualTo("!TOO_MANY_HEADERS");
    assertThat(request("a".repeat(20_000))).isEqualTo("!HEADERS_TOO_LARGE");
  }

  @Test
  void shouldJoinValuesWhenEnvoyDoes() {
    assertThat(
            request("GET / HTTP/1.1\r\nhost: a\r\nAccept: 1\r\nx: 1\r\naccept: 2\r\nx: 2\r\n\r\n"))
        .endsWith("accept: 1,2, x: 1, x: 2]$");
  }

  @Test
  void shouldTakeLineBreaksOutWhenAValueIsFolded() {
    assertThat(request("GET / HTTP/1.1\r\nhost: a\r\nx: a\r\n b\rc\r\n\r\n")).endsWith("x: a bc]$");
  }

  @Test
  void shouldTakeHeadersOutWhenConnectionNamesThem() {
    Transcript transcript = new Transcript();
    Http1Parser parser = new Http1Parser(REQUESTS, transcript);
    parser.parse(
        Unpooled.copiedBuffer(
            "GET / HTTP/1.1\r\nhost: a\r\nconnection: close, X-Hop\r\nx-hop: 1\r\n\r\n",
            ISO_8859_1));
    assertThat(transcript.text).doesNotContain("x-hop: 1");
    assertThat(parser.isKeepAlive()).isFalse();
  }

  @Test
  void shouldLeaveTheNextMessageWhenItIsPaused() {
    Transcript transcript = new Transcript();
    Http1Parser[] parser = new Http1Parser[1];
    parser[0] =
        new Http1Parser(
            REQUESTS,
            new Http1Handler() {
              @Override
              public void onHeaders(HeaderMap headers, boolean endOfMessage) {
                transcript.onHeaders(headers, endOfMessage);
                parser[0].pause();
              }

              @Override
              public void onBody(ByteBuf data, boolean endOfMessage) {}

              @Override
              public void onTrailers(HeaderMap trailers) {}

              @Override
              public void onError(Http1Error error) {
                transcript.onError(error);
              }
            });
    String one = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
    ByteBuf in = Unpooled.copiedBuffer(one + one, ISO_8859_1);
    parser[0].parse(in);
    assertThat(in.readableBytes()).isEqualTo(one.length());
    parser[0].resume();
    parser[0].parse(in);
    assertThat(in.readableBytes()).isZero();
    assertThat(transcript.text.toString().split("H\\[", -1)).hasSize(3);
  }

  @Test
  void shouldReadResponsesWhenTheirBodiesEndInAnyWay() {
    String informational = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n";
    assertThat(
            parse(RESPONSES, informational + "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", 5))
        .isEqualTo("H[:status: 103, link: x]H[:status: 200, content-length: 2]ok$");
    assertThat(parse(RESPONSES, "HTTP/1.1 304 No\r\ncontent-length: 9\r\n\r\n", 99))
        .isEqualTo("H[:status: 304, content-length: 9]$");
    Transcript transcript = new Transcript();
    Http1Parser parser = new Http1Parser(RESPONSES, transcript);
    parser.parse(Unpooled.copiedBuffer("HTTP/1.0 200\r\n\r\nall", ISO_8859_1));
    assertThat(parser.end()).isTrue();
    assertThat(parser.isKeepAlive()).isFalse();
    assertThat(transcript.text).hasToString("H[:status: 200]all$");
  }

  @Test
  void shouldSayThatAMessageIsCutWhenTheConnectionEndsInIt() {
    Transcript transcript = new Transcript();
    Http1Parser parser = new Http1Parser(RESPONSES, transcript);
    parser.parse(
        Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx", ISO_8859_1));
    assertThat(parser.end()).isFalse();
    assertThat(parser.isInMessage()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 20 OK", "HTTP/2.0 200 OK", "200 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 BAD"})
  void shouldRefuseWhenAStatusLineIsWrong(String line) {
    assertThat(parse(RESPONSES, line + "\r\n\r\n", 99)).isEqualTo("!CODEC");
  }

  @Test
  void shouldNeitherThrowNorHangWhenBytesAreRandom() {
    Random random = new Random(1);
    String alphabet =
        "GET / HTTP/1.1\r\n\r\n: chunked 0a;,-content-length transfer-encoding host\u0000\u00ff";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder input = new StringBuilder("POST / HTTP/1.1\r\nhost: a\r\n");
      int length = random.nextInt(80);
      for (int i = 0; i < length; i++) {
        input.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = input.append("\r\n\r\n").toString();
      String whole = parse(REQUESTS, text, text.length());
      assertThat(parse(REQUESTS, text, 1 + random.nextInt(5))).isEqualTo(whole);
    }
  }
}
