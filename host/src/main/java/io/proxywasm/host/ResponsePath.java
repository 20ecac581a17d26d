package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The way of the response: from the upstream, or made here, to the client. */
final class ResponsePath extends HttpPath {
  private static final LocalResponse TOO_LARGE =
      new LocalResponse(
          500,
          "Internal Server Error".getBytes(US_ASCII),
          new HeaderMap(2),
          -1,
          "response_payload_too_large");

  ResponsePath(HttpFilterChain chain, HttpContext[] filters, int limit) {
    super(chain, filters, limit);
  }

  @Override
  int callHeaders(HttpContext filter, HeaderMap map, boolean end) {
    return filter.encodeHeaders(map, end);
  }

  @Override
  int callData(HttpContext filter, Buffer data, boolean end) {
    return filter.encodeData(data, end);
  }

  @Override
  int callTrailers(HttpContext filter, HeaderMap map) {
    return filter.encodeTrailers(map);
  }

  @Override
  void sendHeaders(HeaderMap map, boolean end) {
    chain.respondHeaders(map, end);
  }

  @Override
  void sendData(Buffer data, boolean end) {
    chain.respondBody(data, end);
  }

  @Override
  void sendTrailers(HeaderMap map) {
    chain.respondTrailers(map);
  }

  @Override
  void pauseReading(boolean pause) {
    chain.upstream().pauseResponse(pause);
  }

  @Override
  void tooLarge() {
    chain.sendLocalResponse(TOO_LARGE);
  }

  @Override
  boolean isOver() {
    return chain.isResponded();
  }
}
