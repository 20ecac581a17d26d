package io.proxywasm.sdk;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP stream: a request and its response. Override the callbacks that the plugin needs; the
 * others are not even exported.
 */
public abstract non-sealed class HttpContext extends StreamContext {
  private @Nullable Consumer<Body> wholeRequestBody;
  private @Nullable Consumer<Body> wholeResponseBody;

  /** Makes the context of a stream. */
  protected HttpContext() {}

  /**
   * Called when the headers of the request have come: {@code proxy_on_request_headers}.
   *
   * @param headers the headers, to read and to change
   * @param endOfStream whether neither body nor trailers follow
   */
  @Callback("proxy_on_request_headers")
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    return Action.CONTINUE;
  }

  /**
   * Called for each chunk of the request's body: {@code proxy_on_request_body}.
   *
   * @param body the chunk, or after {@link Action#PAUSE} all that has come
   * @param endOfStream whether this is the last of it; never when trailers follow
   */
  @Callback("proxy_on_request_body")
  public Action onRequestBody(Body body, boolean endOfStream) {
    return Action.CONTINUE;
  }

  /** Called when the trailers of the request have come: {@code proxy_on_request_trailers}. */
  @Callback("proxy_on_request_trailers")
  public Action onRequestTrailers(Headers trailers) {
    return Action.CONTINUE;
  }

  /**
   * Called when the headers of the response have come, a local one's too: {@code
   * proxy_on_response_headers}.
   *
   * @param headers the headers, to read and to change
   * @param endOfStream whether neither body nor trailers follow
   */
  @Callback("proxy_on_response_headers")
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    return Action.CONTINUE;
  }

  /**
   * Called for each chunk of the response's body: {@code proxy_on_response_body}.
   *
   * @param body the chunk, or after {@link Action#PAUSE} all that has come
   * @param endOfStream whether this is the last of it; never when trailers follow
   */
  @Callback("proxy_on_response_body")
  public Action onResponseBody(Body body, boolean endOfStream) {
    return Action.CONTINUE;
  }

  /** Called when the trailers of the response have come: {@code proxy_on_response_trailers}. */
  @Callback("proxy_on_response_trailers")
  public Action onResponseTrailers(Headers trailers) {
    return Action.CONTINUE;
  }

  /**
   * Called when metadata of HTTP/2 have come with the request: {@code proxy_on_request_metadata}.
   * The ABI has no way to read them, and they pass whatever is done here. Envoy needs {@code
   * allow_metadata} for them.
   *
   * @param count how many there are
   */
  @Callback("proxy_on_request_metadata")
  public void onRequestMetadata(int count) {}

  /**
   * Called when metadata of HTTP/2 have come with the response: {@code proxy_on_response_metadata}.
   * What is said of {@link #onRequestMetadata} holds here too.
   *
   * @param count how many there are
   */
  @Callback("proxy_on_response_metadata")
  public void onResponseMetadata(int count) {}

  /** Returns a live view of the request's headers. */
  public final Headers requestHeaders() {
    return Contexts.REQUEST_HEADERS;
  }

  /**
   * Returns a live view of the request's trailers. They can also be made, at the end of the body.
   */
  public final Headers requestTrailers() {
    return new Headers(Codes.REQUEST_TRAILERS);
  }

  /** Returns a live view of the response's headers. */
  public final Headers responseHeaders() {
    return Contexts.RESPONSE_HEADERS;
  }

  /**
   * Returns a live view of the response's trailers. They can also be made, at the end of the body.
   */
  public final Headers responseTrailers() {
    return new Headers(Codes.RESPONSE_TRAILERS);
  }

  /**
   * Begins an answer of the plugin's own: {@code return respond(403).body("Forbidden").send();}.
   */
  protected final LocalResponse respond(int status) {
    return new LocalResponse(this, status);
  }

  /**
   * Lets a paused request go on: {@code proxy_continue_stream}. Its headers and body cannot be
   * changed after it.
   */
  protected final void continueRequest() {
    Host.calls().continueStream(Codes.REQUEST_STREAM);
  }

  /**
   * Lets a paused response go on: {@code proxy_continue_stream}. Its headers and body cannot be
   * changed after it.
   */
  protected final void continueResponse() {
    Host.calls().continueStream(Codes.RESPONSE_STREAM);
  }

  /** Resets the stream without an answer: {@code proxy_close_stream}. */
  protected final void reset() {
    markEnded();
    Host.calls().closeStream(Codes.REQUEST_STREAM);
  }

  /**
   * Collects the whole body of the request and calls the handler with it, once. To be returned from
   * {@link #onRequestHeaders}; {@code content-length} is removed, as the handler may change the
   * length. The host answers 413 to a body over its buffer limit. Without a body the handler is not
   * called.
   */
  @Callback({"proxy_on_request_headers", "proxy_on_request_body", "proxy_on_request_trailers"})
  protected final Action wholeRequestBody(Consumer<Body> handler) {
    wholeRequestBody = handler;
    requestHeaders().remove("content-length");
    return Action.CONTINUE;
  }

  /**
   * Collects the whole body of the response and calls the handler with it, once. To be returned
   * from {@link #onResponseHeaders}; {@code content-length} is removed, as the handler may change
   * the length. Without a body the handler is not called.
   */
  @Callback({"proxy_on_response_headers", "proxy_on_response_body", "proxy_on_response_trailers"})
  protected final Action wholeResponseBody(Consumer<Body> handler) {
    wholeResponseBody = handler;
    responseHeaders().remove("content-length");
    return Action.CONTINUE;
  }

  final @Nullable Consumer<Body> requestBodyHandler() {
    return wholeRequestBody;
  }

  final void requestBodyHandled() {
    wholeRequestBody = null;
  }

  final @Nullable Consumer<Body> responseBodyHandler() {
    return wholeResponseBody;
  }

  final void responseBodyHandled() {
    wholeResponseBody = null;
  }

  @Override
  final void refuse(boolean responseGone) {
    if (responseGone) {
      Failures.reset();
    } else {
      Failures.answer();
    }
    markEnded();
  }
}
