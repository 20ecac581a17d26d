package io.proxywasm.proxy.callout;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.cluster.ExchangeFailure;
import io.proxywasm.proxy.cluster.ExchangeListener;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.cluster.UpstreamExchange;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all calls have in common: the exchange with the cluster, the timeout, and what Envoy adds to
 * requests and responses. No answer comes while one of the methods of the host's side runs. Used on
 * one loop.
 */
abstract class Call implements ExchangeListener {
  private final NettyEventLoop loop;
  private final UpstreamCluster cluster;
  private final long timeoutMillis;
  private final Timeout timeout = new Timeout();
  private @Nullable UpstreamExchange exchange;
  private long requestEndNanos;
  private boolean requestEnded;
  private boolean responseStarted;
  private boolean busy;
  private boolean done;

  Call(NettyEventLoop loop, UpstreamCluster cluster, long timeoutMillis) {
    this.loop = loop;
    this.cluster = cluster;
    this.timeoutMillis = timeoutMillis;
  }

  private final class Timeout extends LoopTimers.Timer {
    @Override
    protected void fire() {
      cluster.countTimeout(false);
      boolean started = responseStarted;
      finish();
      onTimeout(started);
    }
  }

  /** The time is over; nothing else is heard. */
  abstract void onTimeout(boolean afterHeaders);

  /** The exchange failed; nothing else is heard. */
  abstract void onFailed(boolean afterHeaders, ExchangeFailure failure, String transportDetail);

  abstract void onHeaders(HeaderMap headers, boolean endOfStream);

  abstract void onBody(Buffer data, boolean endOfStream);

  abstract void onTrailers(HeaderMap trailers);

  /** Begins the request; headers get what Envoy's async client adds. */
  final void open(HeaderMap headers, boolean withTimeout, boolean endOfStream) {
    headers.set("x-envoy-internal", "true");
    if (withTimeout && timeoutMillis > 0) {
      headers.set("x-envoy-expected-rq-timeout-ms", Long.toString(timeoutMillis));
    }
    if (!headers.contains(":scheme")) {
      headers.add(":scheme", cluster.isTls() ? "https" : "http");
    }
    busy = true;
    exchange = cluster.open(loop, headers, endOfStream, this);
    if (endOfStream) {
      requestEnded();
    }
    busy = false;
  }

  /** Sends a part of the body. */
  final void sendBody(Buffer data, boolean endOfStream) {
    UpstreamExchange current = exchange;
    if (current == null || requestEnded) {
      data.release();
      return;
    }
    busy = true;
    current.requestBody(data, endOfStream);
    if (endOfStream) {
      requestEnded();
    }
    busy = false;
  }

  private void requestEnded() {
    requestEnded = true;
    requestEndNanos = loop.nanoTime();
    if (timeoutMillis > 0 && !done) {
      loop.timers().start(timeout, TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }
  }

  /** Gives up what is under way; nothing is heard any more. */
  final void finish() {
    done = true;
    timeout.stop();
    UpstreamExchange current = exchange;
    exchange = null;
    if (current != null) {
      current.reset();
    }
  }

  final boolean isDone() {
    return done;
  }

  private void responseEnded() {
    if (requestEnded) {
      cluster.countRequestTime(millisSinceRequest());
    }
    finish();
  }

  private long millisSinceRequest() {
    return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime() - requestEndNanos);
  }

  @Override
  public final void responseHeaders(HeaderMap headers, boolean endOfStream) {
    String status = headers.get(":status");
    if (done || status == null || status.startsWith("1")) {
      return;
    }
    responseStarted = true;
    if (requestEnded) {
      headers.set("x-envoy-upstream-service-time", Long.toString(millisSinceRequest()));
    }
    if (endOfStream) {
      responseEnded();
    }
    onHeaders(headers, endOfStream);
  }

  @Override
  public final void responseBody(Buffer data, boolean endOfStream) {
    if (done) {
      data.release();
      return;
    }
    if (endOfStream) {
      responseEnded();
    }
    onBody(data, endOfStream);
  }

  @Override
  public final void responseTrailers(HeaderMap trailers) {
    if (!done) {
      responseEnded();
      onTrailers(trailers);
    }
  }

  @Override
  public final void failed(ExchangeFailure failure, String transportDetail) {
    if (busy) {
      loop.execute(() -> failed(failure, transportDetail));
    } else if (!done) {
      finish();
      onFailed(responseStarted, failure, transportDetail);
    }
  }
}
