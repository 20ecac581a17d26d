package io.proxywasm.sdk;

/**
 * An answer of the plugin's own in the place of the upstream's: {@code proxy_send_local_response}.
 * Made with {@link HttpContext#respond}.
 */
@Cold
public final class LocalResponse {
  private final StreamContext stream;
  private final int status;
  private final HeaderList headers = new HeaderList();
  private Bytes body = Bytes.empty();
  private String details = "";
  private int grpcStatus = -1;

  LocalResponse(StreamContext stream, int status) {
    this.stream = stream;
    this.status = status;
  }

  /** Adds a header. */
  public LocalResponse header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  /**
   * Sets the body; the host adds {@code content-length}, and {@code content-type: text/plain} where
   * none is given.
   */
  public LocalResponse body(Bytes bytes) {
    body = bytes;
    return this;
  }

  /** Sets the body to a text in UTF-8. */
  public LocalResponse body(String text) {
    return body(Bytes.utf8(text));
  }

  /** Sets the response code details, as access logs show them ({@code %RESPONSE_CODE_DETAILS%}). */
  public LocalResponse details(String text) {
    details = text;
    return this;
  }

  /** Sets the gRPC status that a gRPC client gets, 0 to 16. */
  public LocalResponse grpcStatus(int code) {
    if (code < 0 || code > 16) {
      throw new IllegalArgumentException("gRPC status " + Digits.of(code) + " is not in 0..16");
    }
    grpcStatus = code;
    return this;
  }

  /**
   * Sends the response and returns {@link Action#PAUSE}, which is what the callback must return
   * then. The response callbacks of this plugin see it too. After the response headers have gone to
   * the client Envoy can only reset the stream.
   *
   * @throws HostcallException if the host refuses
   */
  public Action send() {
    stream.markEnded();
    Host.calls().sendLocalResponse(status, details, body, headers, grpcStatus);
    return Action.PAUSE;
  }
}
