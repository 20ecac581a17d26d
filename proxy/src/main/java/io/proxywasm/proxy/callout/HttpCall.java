package io.proxywasm.proxy.callout;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.HeapBuffer;
import io.proxywasm.proxy.cluster.ExchangeFailure;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.net.NettyEventLoop;
import org.jspecify.annotations.Nullable;

/** One HTTP request of a plugin, whose response is collected. Used on one loop. */
final class HttpCall extends Call implements Cancellable {
  /** A response over this is given up: a plugin could not hold it anyway. */
  private static final int MAX_BODY_BYTES = 1 << 26;

  private static final byte[] NO_BODY = {};

  private final Callouts.HttpRequest request;
  private final Callouts.HttpListener listener;
  private HeaderMap headers = new HeaderMap(0);
  private @Nullable Buffer body;

  HttpCall(
      NettyEventLoop loop,
      UpstreamCluster cluster,
      Callouts.HttpRequest request,
      Callouts.HttpListener listener) {
    super(loop, cluster, request.timeoutMillis());
    this.request = request;
    this.listener = listener;
  }

  /** Trailers are not sent: Envoy takes and forgets them. */
  void start() {
    HeaderMap out = request.headers().copy();
    boolean empty = request.body().length == 0;
    if (!empty) {
      out.set("content-length", Integer.toString(request.body().length));
    }
    open(out, true, empty);
    if (!empty) {
      sendBody(new HeapBuffer(request.body()), true);
    }
  }

  @Override
  public void cancel() {
    release();
    finish();
  }

  @Override
  void onHeaders(HeaderMap response, boolean endOfStream) {
    headers = response;
    if (endOfStream) {
      listener.onResponse(response, NO_BODY, new HeaderMap(0));
    }
  }

  @Override
  void onBody(Buffer data, boolean endOfStream) {
    Buffer all = body;
    if (all == null) {
      all = data;
      body = all;
    } else {
      all.takeFrom(data);
      data.release();
    }
    if (endOfStream) {
      listener.onResponse(headers, takeBody(), new HeaderMap(0));
    } else if (all.length() > MAX_BODY_BYTES) {
      cancel();
      listener.onFailure("the response is larger than " + MAX_BODY_BYTES + " bytes");
    }
  }

  @Override
  void onTrailers(HeaderMap trailers) {
    listener.onResponse(headers, takeBody(), trailers);
  }

  private byte[] takeBody() {
    byte[] bytes = body == null ? NO_BODY : body.toByteArray();
    release();
    return bytes;
  }

  private void release() {
    Buffer data = body;
    body = null;
    if (data != null) {
      data.release();
    }
  }

  @Override
  void onTimeout(boolean afterHeaders) {
    fail(afterHeaders, LocalReply.TIMEOUT);
  }

  @Override
  void onFailed(boolean afterHeaders, ExchangeFailure failure, String transportDetail) {
    fail(afterHeaders, LocalReply.of(failure, transportDetail));
  }

  private void fail(boolean afterHeaders, LocalReply reply) {
    release();
    if (afterHeaders) {
      listener.onFailure("reset");
    } else {
      listener.onResponse(reply.headers(), reply.body().getBytes(US_ASCII), new HeaderMap(0));
    }
  }
}
