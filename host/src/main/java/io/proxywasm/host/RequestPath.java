package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The way of the request: from the client to the upstream. */
final class RequestPath extends HttpPath {
  private static final LocalResponse TOO_LARGE =
      new LocalResponse(
          413,
          "Payload Too Large".getBytes(US_ASCII),
          new HeaderMap(2),
          -1,
          "request_payload_too_large");

  RequestPath(HttpFilterChain chain, HttpContext[] filters, int limit) {
    super(chain, filters, limit);
  }

  @Override
  int callHeaders(HttpContext filter, HeaderMap map, boolean end) {
    return filter.decodeHeaders(map, end);
  }

  @Override
  int callData(HttpContext filter, Buffer data, boolean end) {
    return filter.decodeData(data, end);
  }

  @Override
  int callTrailers(HttpContext filter, HeaderMap map) {
    return filter.decodeTrailers(map);
  }

  @Override
  void sendHeaders(HeaderMap map, boolean end) {
    chain.upstream().requestHeaders(map, end);
  }

  @Override
  void sendData(Buffer data, boolean end) {
    if (chain.isResponded()) {
      data.release();
    } else {
      chain.upstream().requestBody(data, end);
    }
  }

  @Override
  void sendTrailers(HeaderMap map) {
    if (!chain.isResponded()) {
      chain.upstream().requestTrailers(map);
    }
  }

  @Override
  void pauseReading(boolean pause) {
    chain.downstream().pauseRequest(pause);
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
