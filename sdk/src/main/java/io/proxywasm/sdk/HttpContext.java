package io.proxywasm.sdk;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP stream: a request and its response. Override the callbacks that the plugin needs; the
 * others are not even exported.
 *
 * <p>All callbacks of a VM run on one thread, one after the other. What a callback throws is logged
 * and fails this stream alone, with a 500 or as {@link #failOpen} says.
 */
public abstract class HttpContext {
  private int id;
  private boolean failed;
  private @Nullable Consumer<Body> wholeRequestBody;
  private @Nullable Consumer<Body> wholeResponseBody;

  /** Makes the context of a stream. */
  protected HttpContext() {}

  final void attach(int contextId) {
    id = contextId;
  }

  /** Returns the id of this context in the ABI. */
  public final int contextId() {
    return id;
  }

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
   * Called when the stream is over and can be logged; all header maps can be read: {@code
   * proxy_on_log}.
   */
  @Callback("proxy_on_log")
  public void onLog() {}

  /** Called when the host is done with the stream: {@code proxy_on_done}. */
  @Callback("proxy_on_done")
  public void onDone() {}

  /** Called last: {@code proxy_on_delete}. */
  public void onDelete() {}

  /**
   * Says what happens to this stream when one of its callbacks throws: false (the default) answers
   * it with a 500, true lets it pass without this plugin.
   */
  protected boolean failOpen() {
    return false;
  }

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
    return new LocalResponse(status);
  }

  /** Begins a request to a cluster of the host: {@code proxy_http_call}. */
  protected final HttpCall httpCall(String cluster) {
    return new HttpCall(id, cluster);
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

  final boolean failed() {
    return failed;
  }

  final void markFailed() {
    failed = true;
  }
}
