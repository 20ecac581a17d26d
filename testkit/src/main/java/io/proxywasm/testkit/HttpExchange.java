package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.HeapBuffer;
import io.proxywasm.host.HttpDownstream;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.HttpUpstream;
import io.proxywasm.host.StreamInfo;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response through the plugins, which the test drives step by step: it is the
 * client and the upstream. What came through is in {@link #upstream} and {@link #client}.
 */
public final class HttpExchange implements AutoCloseable {
  private final HttpFilterChain chain;
  private final Received upstream = new Received();
  private final Received client = new Received();
  private final StreamInfo info;
  private final Supplier<String> report;
  private boolean requestEnded;
  private boolean responded;
  private boolean upstreamReset;
  private boolean routeCacheCleared;
  private boolean closed;

  HttpExchange(HttpFilters filters, StreamInfo info, int bufferLimit, Supplier<String> report) {
    this.info = info;
    this.report = report;
    this.chain = filters.newStream(info, new Client(), new Upstream(), bufferLimit);
  }

  // The client's side.

  /** Sends the request's headers; the body follows by {@link #sendBody}. */
  public HttpExchange sendHeaders(Headers headers, boolean endOfStream) {
    requestEnded = endOfStream;
    chain.requestHeaders(headers.toMap(), endOfStream);
    finish();
    return this;
  }

  /** Sends a piece of the request's body. */
  public HttpExchange sendBody(byte[] chunk, boolean endOfStream) {
    requestEnded |= endOfStream;
    info.addBytesReceived(chunk.length);
    chain.requestBody(new HeapBuffer(chunk.clone()), endOfStream);
    finish();
    return this;
  }

  /** Sends a piece of the request's body, in UTF-8. */
  public HttpExchange sendBody(String chunk, boolean endOfStream) {
    return sendBody(chunk.getBytes(UTF_8), endOfStream);
  }

  /** Sends the request's trailers, which end it. */
  public HttpExchange sendTrailers(Headers trailers) {
    requestEnded = true;
    chain.requestTrailers(trailers.toMap());
    finish();
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
    chain.responseHeaders(headers.toMap(), endOfStream);
    finish();
    return this;
  }

  /** Sends a piece of the response's body. */
  public HttpExchange respondBody(byte[] chunk, boolean endOfStream) {
    chain.responseBody(new HeapBuffer(chunk.clone()), endOfStream);
    finish();
    return this;
  }

  /** Sends a piece of the response's body, in UTF-8. */
  public HttpExchange respondBody(String chunk, boolean endOfStream) {
    return respondBody(chunk.getBytes(UTF_8), endOfStream);
  }

  /** Sends the response's trailers, which end it. */
  public HttpExchange respondTrailers(Headers trailers) {
    chain.responseTrailers(trailers.toMap());
    finish();
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

  /** Whether a plugin holds the request back: not all that was sent has come through. */
  public boolean isRequestPaused() {
    return !client.hasHeaders()
        && client.resetReason() == null
        && (!upstream.hasHeaders() || requestEnded && !upstream.isComplete());
  }

  /** Whether a plugin holds the response back. */
  public boolean isResponsePaused() {
    return responded && !client.isComplete() && client.resetReason() == null && chainHolds();
  }

  private boolean chainHolds() {
    return !client.hasHeaders() || !chain.isResponded();
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
    return routeCacheCleared;
  }

  /** Why the response is as it is, as an access log would say; null when nothing is known. */
  public @Nullable String responseCodeDetails() {
    return info.responseCodeDetails();
  }

  /** What the host knows of the stream: to script properties. */
  public StreamInfo info() {
    return info;
  }

  /** What has happened in its proxy, for a message; see {@link TestProxy#report}. */
  public String report() {
    return report.get();
  }

  private void finish() {
    if (chain.isResponded()) {
      close();
    }
  }

  /** Ends the stream: plugins are told. Without effect when it has ended. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      chain.close();
    }
  }

  @Override
  public String toString() {
    return "the upstream got "
        + upstream
        + "; the client got "
        + client
        + (isRequestPaused() ? "; the request is paused" : "");
  }

  private final class Client implements HttpDownstream {
    @Override
    public void responseHeaders(HeaderMap headers, boolean endOfStream) {
      String status = headers.get(":status");
      if (status != null) {
        info.setResponseCode(Integer.parseInt(status));
      }
      client.onHeaders(headers, endOfStream);
    }

    @Override
    public void responseBody(Buffer data, boolean endOfStream) {
      info.addBytesSent(data.length());
      client.onBody(data, endOfStream);
    }

    @Override
    public void responseTrailers(HeaderMap trailers) {
      client.onTrailers(trailers);
    }

    @Override
    public void reset(String details) {
      client.onReset(details);
    }

    @Override
    public void pauseRequest(boolean paused) {}
  }

  private final class Upstream implements HttpUpstream {
    @Override
    public void requestHeaders(HeaderMap headers, boolean endOfStream) {
      upstream.onHeaders(headers, endOfStream);
    }

    @Override
    public void requestBody(Buffer data, boolean endOfStream) {
      upstream.onBody(data, endOfStream);
    }

    @Override
    public void requestTrailers(HeaderMap trailers) {
      upstream.onTrailers(trailers);
    }

    @Override
    public void reset() {
      upstreamReset = true;
    }

    @Override
    public void pauseResponse(boolean paused) {}

    @Override
    public void clearRouteCache() {
      routeCacheCleared = true;
    }
  }
}
