package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.LogLevel;
import java.util.ArrayList;
import java.util.List;

/** A stream through plugins, with a client and an upstream that write down what they get. */
final class TestStream implements HttpDownstream, HttpUpstream {
  final List<String> seen = new ArrayList<>();
  final HttpFilterChain chain;

  TestStream(HttpFilters filters, int bufferLimit) {
    chain =
        filters.newStream(
            new StreamInfo(new ConnectionInfo(1, "10.0.0.1", 1000, "10.0.0.2", 80), 0),
            this,
            this,
            bufferLimit);
  }

  /** A host with one loop whose plugins log into a list. */
  static Host host(TestLoop loop, Callouts callouts, List<String> log) {
    LogSink sink =
        new LogSink() {
          @Override
          public LogLevel level() {
            return LogLevel.INFO;
          }

          @Override
          public void log(LogLevel level, String source, String message) {
            log.add(level + " " + source + ": " + message);
          }
        };
    return Host.create(loop, List.of(loop), callouts, sink, new Stats());
  }

  TestStream request(boolean end, String... headers) {
    chain.requestHeaders(HeaderMap.of(headers), end);
    return this;
  }

  TestStream requestBody(String text, boolean end) {
    chain.requestBody(new HeapBuffer(text.getBytes(UTF_8)), end);
    return this;
  }

  TestStream response(boolean end, String... headers) {
    chain.responseHeaders(HeaderMap.of(headers), end);
    return this;
  }

  TestStream responseBody(String text, boolean end) {
    chain.responseBody(new HeapBuffer(text.getBytes(UTF_8)), end);
    return this;
  }

  private static String end(boolean end) {
    return end ? " end" : "";
  }

  private static String text(Buffer data) {
    String text = new String(data.toByteArray(), UTF_8);
    data.release();
    return text;
  }

  @Override
  public void responseHeaders(HeaderMap headers, boolean endOfStream) {
    seen.add("client " + headers + end(endOfStream));
  }

  @Override
  public void responseBody(Buffer data, boolean endOfStream) {
    seen.add("client '" + text(data) + "'" + end(endOfStream));
  }

  @Override
  public void responseTrailers(HeaderMap trailers) {
    seen.add("client trailers " + trailers);
  }

  @Override
  public void reset(String details) {
    seen.add("client reset " + details);
  }

  @Override
  public void pauseRequest(boolean paused) {
    seen.add("pause request " + paused);
  }

  @Override
  public void requestHeaders(HeaderMap headers, boolean endOfStream) {
    seen.add("upstream " + headers + end(endOfStream));
  }

  @Override
  public void requestBody(Buffer data, boolean endOfStream) {
    seen.add("upstream '" + text(data) + "'" + end(endOfStream));
  }

  @Override
  public void requestTrailers(HeaderMap trailers) {
    seen.add("upstream trailers " + trailers);
  }

  @Override
  public void reset() {
    seen.add("upstream reset");
  }

  @Override
  public void pauseResponse(boolean paused) {
    seen.add("pause response " + paused);
  }

  @Override
  public void clearRouteCache() {
    seen.add("clear route cache");
  }
}
