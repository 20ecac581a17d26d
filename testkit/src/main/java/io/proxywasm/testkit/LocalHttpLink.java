package io.proxywasm.testkit;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.HeapBuffer;
import io.proxywasm.host.HttpDownstream;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.HttpUpstream;
import io.proxywasm.host.StreamInfo;
import org.jspecify.annotations.Nullable;

/** An exchange through the host of this JVM. */
final class LocalHttpLink implements HttpLink {
  private final HttpExchange exchange;
  private final StreamInfo info;
  private final HttpFilterChain chain;
  private final VirtualLoop loop;

  LocalHttpLink(
      HttpExchange exchange,
      HttpFilters filters,
      StreamInfo info,
      int bufferLimit,
      VirtualLoop loop) {
    this.exchange = exchange;
    this.loop = loop;
    this.info = info;
    this.chain = filters.newStream(info, new Client(), new Upstream(), bufferLimit);
  }

  @Override
  public void requestHeaders(Headers headers, boolean end) {
    loop.now(() -> chain.requestHeaders(headers.toMap(), end));
  }

  @Override
  public void requestBody(byte[] chunk, boolean end) {
    info.addBytesReceived(chunk.length);
    loop.now(() -> chain.requestBody(new HeapBuffer(chunk), end));
  }

  @Override
  public void requestTrailers(Headers trailers) {
    loop.now(() -> chain.requestTrailers(trailers.toMap()));
  }

  @Override
  public void requestMetadata(Headers metadata) {
    loop.now(() -> chain.requestMetadata(metadata.toMap()));
  }

  @Override
  public void responseHeaders(Headers headers, boolean end) {
    loop.now(() -> chain.responseHeaders(headers.toMap(), end));
  }

  @Override
  public void responseBody(byte[] chunk, boolean end) {
    loop.now(() -> chain.responseBody(new HeapBuffer(chunk), end));
  }

  @Override
  public void responseTrailers(Headers trailers) {
    loop.now(() -> chain.responseTrailers(trailers.toMap()));
  }

  @Override
  public void responseMetadata(Headers metadata) {
    loop.now(() -> chain.responseMetadata(metadata.toMap()));
  }

  @Override
  public StreamInfo info() {
    return info;
  }

  @Override
  public @Nullable String details() {
    return info.responseCodeDetails();
  }

  @Override
  public void requireInside(String what) {}

  /** Ends the stream when its response is through, and returns whether it is. */
  boolean finish() {
    if (!chain.isResponded()) {
      return false;
    }
    exchange.over();
    chain.close();
    return true;
  }

  @Override
  public void close() {
    loop.now(chain::close);
  }

  private final class Client implements HttpDownstream {
    @Override
    public void responseHeaders(HeaderMap headers, boolean endOfStream) {
      String status = headers.get(":status");
      if (status != null) {
        info.setResponseCode(Integer.parseInt(status));
      }
      exchange.client().onHeaders(Headers.of(headers), endOfStream);
    }

    @Override
    public void responseBody(Buffer data, boolean endOfStream) {
      info.addBytesSent(data.length());
      exchange.client().onBody(data.toByteArray(), endOfStream);
      data.release();
    }

    @Override
    public void responseTrailers(HeaderMap trailers) {
      exchange.client().onTrailers(Headers.of(trailers));
    }

    @Override
    public void reset(String details) {
      exchange.client().onReset(details);
    }

    @Override
    public void pauseRequest(boolean paused) {
      exchange.onReadingPaused(paused);
    }
  }

  private final class Upstream implements HttpUpstream {
    @Override
    public void requestHeaders(HeaderMap headers, boolean endOfStream) {
      exchange.upstream().onHeaders(Headers.of(headers), endOfStream);
    }

    @Override
    public void requestBody(Buffer data, boolean endOfStream) {
      exchange.upstream().onBody(data.toByteArray(), endOfStream);
      data.release();
    }

    @Override
    public void requestTrailers(HeaderMap trailers) {
      exchange.upstream().onTrailers(Headers.of(trailers));
    }

    @Override
    public void reset() {
      exchange.onUpstreamReset();
    }

    @Override
    public void pauseResponse(boolean paused) {}

    @Override
    public void clearRouteCache() {
      exchange.onRouteCacheCleared();
    }
  }
}
