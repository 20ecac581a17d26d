package io.proxywasm.proxy.callout;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.cluster.ExchangeFailure;

/**
 * What Envoy answers itself when a cluster gives no response.
 *
 * @param status the HTTP status
 * @param body the text
 * @param details what {@code %RESPONSE_CODE_DETAILS%} would be
 */
record LocalReply(int status, String body, String details) {
  static final LocalReply TIMEOUT =
      new LocalReply(504, "upstream request timeout", "response_timeout");

  static LocalReply of(ExchangeFailure failure, String transportDetail) {
    if (failure == ExchangeFailure.NO_HEALTHY_UPSTREAM) {
      return new LocalReply(503, failure.text(), "no_healthy_upstream");
    }
    String detail = transportDetail.isEmpty() ? "" : "|" + transportDetail;
    return new LocalReply(
        503,
        "upstream connect error or disconnect/reset before headers. reset reason: "
            + failure.text(),
        "upstream_reset_before_response_started{"
            + (failure.text() + detail).replaceAll("\\s", "_")
            + "}");
  }

  HeaderMap headers() {
    return HeaderMap.of(
        ":status",
        Integer.toString(status),
        "content-length",
        Integer.toString(body.length()),
        "content-type",
        "text/plain");
  }
}
