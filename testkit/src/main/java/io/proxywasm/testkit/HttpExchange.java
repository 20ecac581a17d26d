package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.StreamInfo;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response through the plugins, which the test drives step by step: it is the
 * client and the upstream. What came through is in {@link #upstream} and {@link #client}.
 */
public final class HttpExchange implements AutoCloseable {
  private static final String TOO_LARGE = "payload_too_large";

  private final Received upstream = new Received();
  private final Received client = new Received();
  private final Supplier<String> report;
  private @Nullable HttpLink link;
  private String name = "the request";
  private boolean requestEnded;
  private boolean responded;
  private boolean responseEnded;

  /** What had come through when the last piece was sent. */
  private int upstreamPieces = -1;

  private int clientPieces = -1;
  private boolean upstreamReset;
  private boolean routeCacheCleared;
  private boolean readingPaused;
  private boolean closed;

  HttpExchange(Supplier<String> report) {
    this.report = report;
  }

  void connect(HttpLink opened) {
    link = opened;
  }

  private HttpLink link() {
    HttpLink present = link;
    if (present == null) {
      throw new IllegalStateException("not connected");
    }
    return present;
  }

  // The client's side.

  /** Sends the request's headers; the body follows by {@link #sendBody}. */
  public HttpExchange sendHeaders(Headers headers, boolean endOfStream) {
    name = headers.get(":method") + " " + headers.get(":path");
    requestEnded = endOfStream;
    upstreamPieces = upstream.pieces();
    link().requestHeaders(headers, endOfStream);
    return this;
  }

  /** Sends a piece of the request's body. */
  public HttpExchange sendBody(byte[] chunk, boolean endOfStream) {
    requestEnded |= endOfStream;
    upstreamPieces = upstream.pieces();
    link().requestBody(chunk.clone(), endOfStream);
    return this;
  }

  /** Sends a piece of the request's body, in UTF-8. */
  public HttpExchange sendBody(String chunk, boolean endOfStream) {
    return sendBody(chunk.getBytes(UTF_8), endOfStream);
  }

  /** Sends the request's trailers, which end it. */
  public HttpExchange sendTrailers(Headers trailers) {
    requestEnded = true;
    upstreamPieces = upstream.pieces();
    link().requestTrailers(trailers);
    return this;
  }

  /** Sends a METADATA frame of HTTP/2 with the request. */
  public HttpExchange sendMetadata(Headers metadata) {
    link().requestMetadata(metadata);
    return this;
  }

  /** Sends all of a request. */
  public HttpExchange send(HttpRequest request) {
    boolean trailers = !request.trailers().isEmpty();
    sendHeaders(request.headers(), request.chunks().isEmpty() && !trailers);
    Iterator<byte[]> chunks = request.chunks().iterator();
    while (chunks.hasNext()) {
      byte[] chunk = chunks.next();
      sendBody(chunk, !chunks.hasNext() && !trailers);
    }
    if (trailers) {
      sendTrailers(request.trailers());
    }
    return this;
  }

  /** The client goes away. */
  public void disconnect() {
    close();
  }

  // The upstream's side.

  /** Sends the response's headers; the body follows by {@link #respondBody}. */
  public HttpExchange respondHeaders(Headers headers, boolean endOfStream) {
    responded = true;
    responseEnded = endOfStream;
    clientPieces = client.pieces();
    link().responseHeaders(headers, endOfStream);
    return this;
  }

  /** Sends a piece of the response's body. */
  public HttpExchange respondBody(byte[] chunk, boolean endOfStream) {
    responseEnded |= endOfStream;
    clientPieces = client.pieces();
    link().responseBody(chunk.clone(), endOfStream);
    return this;
  }

  /** Sends a piece of the response's body, in UTF-8. */
  public HttpExchange respondBody(String chunk, boolean endOfStream) {
    return respondBody(chunk.getBytes(UTF_8), endOfStream);
  }

  /** Sends the response's trailers, which end it. */
  public HttpExchange respondTrailers(Headers trailers) {
    responseEnded = true;
    clientPieces = client.pieces();
    link().responseTrailers(trailers);
    return this;
  }

  /** Sends a METADATA frame of HTTP/2 with the response. */
  public HttpExchange respondMetadata(Headers metadata) {
    link().responseMetadata(metadata);
    return this;
  }

  /** Sends all of a response. */
  public HttpExchange respond(HttpResponse response) {
    boolean trailers = !response.trailers().isEmpty();
    respondHeaders(response.headers(), response.chunks().isEmpty() && !trailers);
    Iterator<byte[]> chunks = response.chunks().iterator();
    while (chunks.hasNext()) {
      byte[] chunk = chunks.next();
      respondBody(chunk, !chunks.hasNext() && !trailers);
    }
    if (trailers) {
      respondTrailers(response.trailers());
    }
    return this;
  }

  // What came through.

  /** The request as the upstream has got it up to now. */
  public Received upstream() {
    return upstream;
  }

  /** The response as the client has got it up to now. */
  public Received client() {
    return client;
  }

  /** Whether a plugin holds the request back: the last piece that was sent has not come through. */
  public boolean isRequestPaused() {
    return client.pieces() == 0 && upstream.pieces() == upstreamPieces;
  }

  /** Whether a plugin holds the response back. */
  public boolean isResponsePaused() {
    return responded
        && client.resetReason() == null
        && !client.isComplete()
        && client.pieces() == clientPieces;
  }

  /** Whether something is held back of which all was sent: nobody but a plugin can go on. */
  boolean isStuck() {
    return !closed && (requestEnded && isRequestPaused() || responseEnded && isResponsePaused());
  }

  /** Whether a plugin (or the host) has answered instead of the upstream. */
  public boolean isLocalResponse() {
    return client.hasHeaders() && !responded;
  }

  /** Whether the request was given up, so that the upstream's answer is of no use. */
  public boolean isUpstreamReset() {
    return upstreamReset;
  }

  /** Whether a plugin has had the route chosen anew. */
  public boolean isRouteCacheCleared() {
    link().requireInside("whether a route is chosen anew");
    return routeCacheCleared;
  }

  /** Whether the client was told to send no more, as what it sent is held back. */
  public boolean isReadingPaused() {
    link().requireInside("whether it reads no more");
    return readingPaused;
  }

  /** Why the response is as it is, as an access log would say; null when nothing is known. */
  public @Nullable String responseCodeDetails() {
    link().requireInside("why a response is as it is");
    return details();
  }

  @Nullable String details() {
    return link().details();
  }

  /** Whether more of a body was held back than the proxy keeps. */
  boolean isTooLarge() {
    String details = details();
    return readingPaused || details != null && details.endsWith(TOO_LARGE);
  }

  /** What the host knows of the stream: to script properties. */
  public StreamInfo info() {
    return link().info();
  }

  /** What has happened in its proxy, for a message; see {@link TestProxy#report}. */
  public String report() {
    return report.get();
  }

  /** Ends the stream: plugins are told. Without effect when it has ended. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      link().close();
    }
  }

  // What the link tells.

  /** The response is through. */
  void over() {
    closed = true;
  }

  void onUpstreamReset() {
    upstreamReset = true;
  }

  void onRouteCacheCleared() {
    routeCacheCleared = true;
  }

  void onReadingPaused(boolean paused) {
    readingPaused = paused;
  }

  /** The method and the path. */
  String name() {
    return name;
  }

  @Override
  public String toString() {
    return name
        + ": the upstream got "
        + upstream
        + "; the client got "
        + client
        + (isRequestPaused() ? "; the request is held back" : "")
        + (isResponsePaused() ? "; the response is held back" : "");
  }
}
