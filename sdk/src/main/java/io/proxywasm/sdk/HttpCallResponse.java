package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * What came of an HTTP callout. The one that a callback or a function of a {@link Stage} gets is
 * valid until that function returns; used later it throws an {@link IllegalStateException}. Those
 * of {@link Stage#all} are copies and stay.
 *
 * <p>In Envoy a refused connection and a timeout are responses (503 and 504), not failures; a reset
 * one is a failure.
 */
public final class HttpCallResponse {
  private final int headerCount;
  private final int bodySize;
  private boolean over;
  private @Nullable Headers keptHeaders;
  private @Nullable Bytes keptBody;
  private @Nullable Headers keptTrailers;

  HttpCallResponse(int headerCount, int bodySize) {
    this.headerCount = headerCount;
    this.bodySize = bodySize;
  }

  /** Returns one that stays valid. */
  HttpCallResponse keep() {
    if (keptBody != null) {
      return this;
    }
    HttpCallResponse copy = new HttpCallResponse(headerCount, bodySize);
    copy.keptHeaders = copy(Codes.CALL_RESPONSE_HEADERS);
    copy.keptBody = Bytes.of(body().toByteArray());
    copy.keptTrailers = copy(Codes.CALL_RESPONSE_TRAILERS);
    return copy;
  }

  private Headers copy(int map) {
    check();
    return new KeptHeaders(map, Bytes.of(Host.calls().headerPairs(map).toByteArray()));
  }

  /** The callback that it came in has returned. */
  void over() {
    over = true;
  }

  private void check() {
    if (over) {
      throw new IllegalStateException(
          "the response of a callout, after its callback; keep what you need of it");
    }
  }

  /** Returns whether no response came. */
  public boolean failed() {
    return headerCount == 0;
  }

  /** Returns why no response came: {@code proxy_get_status}. */
  public CallStatus failure() {
    check();
    return Host.calls().callStatus();
  }

  /** Returns the status of the response, or 0 if none came. */
  public int status() {
    String status = failed() ? null : headers().get(":status");
    return status == null ? 0 : Integer.parseInt(status);
  }

  /** Returns the headers of the response, which cannot be changed. */
  public Headers headers() {
    check();
    Headers kept = keptHeaders;
    return kept != null ? kept : new Headers(Codes.CALL_RESPONSE_HEADERS);
  }

  /** Returns the first value of a header of the response, or null. */
  public @Nullable String header(String name) {
    return failed() ? null : headers().get(name);
  }

  /** Returns the body of the response. */
  public Bytes body() {
    check();
    Bytes kept = keptBody;
    if (kept != null) {
      return kept;
    }
    return bodySize == 0
        ? Bytes.empty()
        : Host.calls().buffer(Codes.CALL_RESPONSE_BODY, 0, bodySize);
  }

  /** Returns the trailers of the response, which cannot be changed; empty where there are none. */
  public Headers trailers() {
    check();
    Headers kept = keptTrailers;
    return kept != null ? kept : new Headers(Codes.CALL_RESPONSE_TRAILERS);
  }
}
