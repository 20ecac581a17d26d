package io.proxywasm.sdk;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP stream: a request and its response. Override the callbacks that the plugin needs; the
 * others are not even exported.
 */
public abstract non-sealed class HttpContext extends StreamContext {
  private @Nullable BodyHandler requestBody;
  private @Nullable BodyHandler responseBody;

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
   * The ABI has no way to read them, and they pass whatever is done here. Envoy throws them away
   * unless {@code http2_protocol_options.allow_metadata} is set, for the connection manager and for
   * the cluster.
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
    return wholeRequestBody(Integer.MAX_VALUE, handler);
  }

  /**
   * Like {@link #wholeRequestBody(Consumer)}, but answers 413 to a body over a limit: at once when
   * {@code content-length} says so, else as soon as so much has come.
   *
   * @param limit how many bytes the body may have
   */
  @Callback({"proxy_on_request_headers", "proxy_on_request_body", "proxy_on_request_trailers"})
  protected final Action wholeRequestBody(int limit, Consumer<Body> handler) {
    return wholeRequestBody(limit, handler, this::tooLarge);
  }

  /**
   * Like {@link #wholeRequestBody(Consumer)}, but for a body over a limit something else is done:
   * at once when {@code content-length} says so, else as soon as so much has come.
   *
   * @param limit how many bytes the body may have
   * @param overLimit sends an answer and returns what that gives, or returns {@link
   *     Action#CONTINUE} to let the body pass as it is
   */
  @Callback({"proxy_on_request_headers", "proxy_on_request_body", "proxy_on_request_trailers"})
  protected final Action wholeRequestBody(
      int limit, Consumer<Body> handler, Supplier<Action> overLimit) {
    Headers headers = requestHeaders();
    if (limit < Integer.MAX_VALUE && ContentLength.isOver(headers, limit)) {
      return overLimit.get();
    }
    requestBody = new WholeBody(limit, handler, overLimit);
    headers.remove("content-length");
    return Action.CONTINUE;
  }

  private Action tooLarge() {
    return respond(413).details("plugin_body_limit").body("Payload Too Large").send();
  }

  /**
   * Collects the whole body of the response and calls the handler with it, once. To be returned
   * from {@link #onResponseHeaders}; {@code content-length} is removed, as the handler may change
   * the length. Without a body the handler is not called.
   */
  @Callback({"proxy_on_response_headers", "proxy_on_response_body", "proxy_on_response_trailers"})
  protected final Action wholeResponseBody(Consumer<Body> handler) {
    return wholeResponseBody(Integer.MAX_VALUE, handler);
  }

  /**
   * Like {@link #wholeResponseBody(Consumer)}, but resets the stream when the body goes over a
   * limit, as the headers of the response have gone by then; answers 502 when {@code
   * content-length} says so before.
   *
   * @param limit how many bytes the body may have
   */
  @Callback({"proxy_on_response_headers", "proxy_on_response_body", "proxy_on_response_trailers"})
  protected final Action wholeResponseBody(int limit, Consumer<Body> handler) {
    Headers headers = responseHeaders();
    if (limit < Integer.MAX_VALUE && ContentLength.isOver(headers, limit)) {
      return respond(502).details("plugin_body_limit").send();
    }
    responseBody = new WholeBody(limit, handler, this::resetResponse);
    headers.remove("content-length");
    return Action.CONTINUE;
  }

  private Action resetResponse() {
    reset();
    return Action.PAUSE;
  }

  /**
   * Changes the body of the request while it passes. To be returned from {@link #onRequestHeaders};
   * {@code content-length} is removed. {@link #onRequestBody} is not called then. A failure ends
   * the stream, whatever {@link #failOpen} says: a part of the body may be held back.
   */
  @Callback({"proxy_on_request_headers", "proxy_on_request_body", "proxy_on_request_trailers"})
  protected final Action rewriteRequestBody(BodyRewrite rewrite) {
    requestBody = rewritten(rewrite);
    requestHeaders().remove("content-length");
    return Action.CONTINUE;
  }

  /**
   * Changes the body of the response while it passes. To be returned from {@link
   * #onResponseHeaders}; {@code content-length} is removed. {@link #onResponseBody} is not called
   * then. A failure ends the stream, whatever {@link #failOpen} says: a part of the body may be
   * held back.
   *
   * <p>The body is as the upstream sent it, perhaps compressed: remove {@code accept-encoding} from
   * the request if that must not be.
   */
  @Callback({"proxy_on_response_headers", "proxy_on_response_body", "proxy_on_response_trailers"})
  protected final Action rewriteResponseBody(BodyRewrite rewrite) {
    responseBody = rewritten(rewrite);
    responseHeaders().remove("content-length");
    return Action.CONTINUE;
  }

  private BodyHandler rewritten(BodyRewrite rewrite) {
    mustNotPass = true;
    return new RewrittenBody(rewrite);
  }

  final @Nullable BodyHandler requestBodyHandler() {
    BodyHandler handler = requestBody;
    return handler == null || handler.isDone() ? null : handler;
  }

  final @Nullable BodyHandler responseBodyHandler() {
    BodyHandler handler = responseBody;
    return handler == null || handler.isDone() ? null : handler;
  }

  @Override
  final void refuse() {
    markEnded();
    Failures.answer();
  }
}
