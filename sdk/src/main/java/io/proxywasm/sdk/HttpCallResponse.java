package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What came of an HTTP callout. Valid until its callback returns.
 *
 * <p>In Envoy a refused connection and a timeout are responses (503 and 504), not failures; a reset
 * one is a failure.
 */
public final class HttpCallResponse {
  private final int headerCount;
  private final int bodySize;

  HttpCallResponse(int headerCount, int bodySize) {
    this.headerCount = headerCount;
    this.bodySize = bodySize;
  }

  /** Returns whether no response came. */
  public boolean failed() {
    return headerCount == 0;
  }

  /** Returns why no response came: {@code proxy_get_status}. */
  public CallStatus failure() {
    return Host.calls().callStatus();
  }

  /** Returns the status of the response, or 0 if none came. */
  public int status() {
    String status = failed() ? null : headers().get(":status");
    return status == null ? 0 : Integer.parseInt(status);
  }

  /** Returns a live view of the headers of the response. */
  public Headers headers() {
    return new Headers(Codes.CALL_RESPONSE_HEADERS);
  }

  /** Returns the first value of a header of the response, or null. */
  public @Nullable String header(String name) {
    return failed() ? null : headers().get(name);
  }

  /** Returns the body of the response. */
  public Bytes body() {
    return bodySize == 0
        ? Bytes.empty()
        : Host.calls().buffer(Codes.CALL_RESPONSE_BODY, 0, bodySize);
  }

  /** Returns a live view of the trailers of the response; it is empty where there are none. */
  public Headers trailers() {
    return new Headers(Codes.CALL_RESPONSE_TRAILERS);
  }
}
