package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.http1.Statuses;
import io.proxywasm.proxy.net.NettyBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: waits in a {@link HostPool}, then has a place on a connection. Used
 * on one loop.
 */
final class Exchange implements UpstreamExchange {
  private final HostPool pool;
  private final ExchangeListener listener;
  final HeaderMap headers;

  private @Nullable ClientStream stream;
  private @Nullable NettyBuffer waitingBody;
  private @Nullable HeaderMap waitingTrailers;
  private @Nullable List<HeaderMap> waitingMetadata;
  private boolean sent;
  private boolean headersOnly;
  private boolean requestEnded;
  private boolean responseStarted;
  private boolean done;
  private boolean paused;
  private boolean counted;
  private boolean unwritable;

  Exchange(HostPool pool, HeaderMap headers, boolean endOfStream, ExchangeListener listener) {
    this.pool = pool;
    this.headers = headers;
    this.headersOnly = endOfStream;
    this.requestEnded = endOfStream;
    this.listener = listener;
  }

  boolean isDone() {
    return done;
  }

  boolean isRequestEnded() {
    return requestEnded;
  }

  /** Whether the request is nothing but headers, as far as is known when it is sent. */
  boolean isHeadersOnly() {
    return headersOnly;
  }

  /** It has got a connection. What waited is sent by {@link #sendWaiting}. */
  void attached(ClientStream place, UpstreamConnection connection) {
    stream = place;
    counted = true;
    pool.began();
    if (paused) {
      place.pauseReading(true);
    }
    listener.connected(connection);
  }

  void sendWaiting() {
    ClientStream place = stream;
    NettyBuffer body = waitingBody;
    HeaderMap trailers = waitingTrailers;
    waitingBody = null;
    waitingTrailers = null;
    if (place == null) {
      return;
    }
    sent = true;
    if (waitingMetadata != null) {
      waitingMetadata.forEach(place::metadata);
      waitingMetadata = null;
    }
    if (body != null) {
      place.body(body, requestEnded && trailers == null);
    }
    if (trailers != null) {
      place.trailers(trailers);
    }
    if (unwritable) {
      unwritable = false;
      listener.requestWritable(true);
    }
  }

  // What the user of the exchange does.

  @Override
  public void requestBody(Buffer data, boolean endOfStream) {
    NettyBuffer bytes = NettyBuffer.of(data);
    if (done || requestEnded) {
      bytes.release();
      return;
    }
    requestEnded = endOfStream;
    if (stream != null) {
      stream.body(bytes, endOfStream);
      return;
    }
    if (waitingBody == null) {
      waitingBody = bytes;
    } else {
      waitingBody.takeFrom(bytes);
    }
    if (!unwritable && waitingBody.length() > pool.bufferLimit()) {
      unwritable = true;
      listener.requestWritable(false);
    }
  }

  @Override
  public void requestTrailers(HeaderMap trailers) {
    if (done || requestEnded) {
      return;
    }
    requestEnded = true;
    if (stream != null) {
      stream.trailers(trailers);
    } else {
      waitingTrailers = trailers;
    }
  }

  @Override
  public void requestMetadata(HeaderMap metadata) {
    if (stream != null && sent) {
      stream.metadata(metadata);
    } else if (!done) {
      if (waitingMetadata == null) {
        waitingMetadata = new ArrayList<>(1);
      }
      waitingMetadata.add(metadata);
    }
  }

  @Override
  public void reset() {
    if (done) {
      return;
    }
    ClientStream place = stream;
    finish();
    if (place == null) {
      pool.cancelled(this);
    } else {
      pool.stats().sentResets.increment();
      place.reset();
    }
  }

  @Override
  public void pauseResponse(boolean value) {
    if (paused != value && !done) {
      paused = value;
      if (stream != null) {
        stream.pauseReading(value);
      }
    }
  }

  private void finish() {
    done = true;
    stream = null;
    NettyBuffer body = waitingBody;
    if (body != null) {
      waitingBody = null;
      body.release();
    }
    if (counted) {
      counted = false;
      pool.ended();
    }
  }

  // What the connection does.

  void responseHeaders(HeaderMap response, boolean endOfStream) {
    if (done) {
      return;
    }
    int status = Statuses.number(response.get(":status"));
    if (status >= 200 || status == 101) {
      responseStarted = true;
      pool.responded(status);
    }
    if (endOfStream) {
      finish();
    }
    listener.responseHeaders(response, endOfStream);
  }

  void responseBody(NettyBuffer data, boolean endOfStream) {
    if (done) {
      data.release();
      return;
    }
    if (endOfStream) {
      finish();
    }
    listener.responseBody(data, endOfStream);
  }

  void responseMetadata(HeaderMap metadata) {
    if (!done) {
      listener.responseMetadata(metadata);
    }
  }

  void responseTrailers(HeaderMap trailers) {
    if (!done) {
      finish();
      listener.responseTrailers(trailers);
    }
  }

  void writable(boolean writable) {
    if (!done && !requestEnded) {
      listener.requestWritable(writable);
    }
  }

  void failed(ExchangeFailure failure, String transportDetail) {
    if (done) {
      return;
    }
    if (!responseStarted) {
      pool.failedWithoutResponse();
    }
    finish();
    listener.failed(failure, transportDetail);
  }
}
