package io.proxywasm.proxy.callout;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.HeapBuffer;
import io.proxywasm.proxy.cluster.ExchangeFailure;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.net.NettyEventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC stream of a plugin. Its end is told as Envoy tells it: initial metadata, if need be empty,
 * then trailing metadata, then the status. Used on one loop.
 */
final class GrpcExchange extends Call implements Callouts.GrpcStream {
  static final int UNKNOWN = 2;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int MAX_STATUS = 16;
  private static final int INVALID = -1;
  private static final long MAX_TIMEOUT_VALUE = 99_999_999;
  private static final String VIA_UPSTREAM = "via_upstream";

  private final Callouts.GrpcRequest request;
  private final Callouts.GrpcListener listener;
  private final GrpcFrames frames = new GrpcFrames();
  private boolean initialSent;
  private boolean closed;

  GrpcExchange(
      NettyEventLoop loop,
      UpstreamCluster cluster,
      Callouts.GrpcRequest request,
      Callouts.GrpcListener listener) {
    super(loop, cluster, request.timeoutMillis());
    this.request = request;
    this.listener = listener;
  }

  void start() {
    HeaderMap headers = new HeaderMap(8 + request.initialMetadata().size());
    headers.add(":method", "POST");
    headers.add(":path", "/" + request.service() + "/" + request.method());
    headers.add(":authority", request.cluster());
    headers.add("te", "trailers");
    if (request.unary() || request.timeoutMillis() > 0) {
      headers.add("grpc-timeout", timeout(request.timeoutMillis()));
    }
    headers.add("content-type", "application/grpc");
    headers.addAll(request.initialMetadata());
    open(headers, true, false);
  }

  /** At most eight digits, so long times are in larger units. */
  static String timeout(long millis) {
    long value = millis;
    String[] units = {"m", "S", "M", "H"};
    int[] factors = {1000, 60, 60};
    for (int i = 0; i < factors.length; i++) {
      if (value <= MAX_TIMEOUT_VALUE) {
        return value + units[i];
      }
      value /= factors[i];
    }
    return Math.min(value, MAX_TIMEOUT_VALUE) + units[3];
  }

  @Override
  public void send(byte[] message, boolean endStream) {
    sendBody(new HeapBuffer(GrpcFrames.frame(message)), endStream);
  }

  @Override
  public void close() {
    sendBody(new HeapBuffer(), true);
  }

  @Override
  public void reset() {
    closed = true;
    finish();
  }

  @Override
  void onHeaders(HeaderMap headers, boolean endOfStream) {
    if (!"200".equals(headers.get(":status"))) {
      if (endOfStream && headers.contains("grpc-status")) {
        endWith(headers);
      } else {
        fail(httpToGrpc(headers.get(":status")));
      }
    } else if (endOfStream) {
      endWith(headers);
    } else {
      initial(headers);
    }
  }

  static int httpToGrpc(@Nullable String status) {
    return switch (status == null ? "" : status) {
      case "400" -> INTERNAL;
      case "401" -> 16;
      case "403" -> 7;
      case "404" -> 12;
      case "429", "502", "503", "504" -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }

  @Override
  void onBody(Buffer data, boolean endOfStream) {
    frames.add(data);
    try {
      for (byte[] message = frames.next(); message != null; message = frames.next()) {
        listener.onMessage(message);
        if (closed) {
          return;
        }
      }
    } catch (GrpcFrames.MalformedException e) {
      fail(e.status);
      return;
    }
    if (endOfStream) {
      fail(UNKNOWN);
    }
  }

  @Override
  void onTrailers(HeaderMap trailers) {
    endWith(trailers);
  }

  /** The end that the upstream tells. */
  private void endWith(HeaderMap trailers) {
    String message = trailers.get("grpc-message");
    end(
        trailers,
        status(trailers.get("grpc-status")),
        message == null ? "" : message,
        VIA_UPSTREAM);
  }

  private static int status(@Nullable String text) {
    if (text == null) {
      return UNKNOWN;
    }
    try {
      int status = Integer.parseInt(text);
      return status < 0 || status > MAX_STATUS ? INVALID : status;
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }

  /** The end that is made here, as what the upstream sends is no gRPC. */
  private void fail(int status) {
    finish();
    end(new HeaderMap(0), status, "", VIA_UPSTREAM);
  }

  @Override
  void onTimeout(boolean afterHeaders) {
    if (afterHeaders) {
      end(new HeaderMap(0), INTERNAL, "", LocalReply.TIMEOUT.details());
    } else {
      endWith(LocalReply.TIMEOUT);
    }
  }

  @Override
  void onFailed(boolean afterHeaders, ExchangeFailure failure, String transportDetail) {
    if (afterHeaders) {
      String details =
          "upstream_reset_after_response_started{" + failure.text().replace(' ', '_') + "}";
      end(new HeaderMap(0), INTERNAL, "", details);
    } else {
      endWith(LocalReply.of(failure, transportDetail));
    }
  }

  private void endWith(LocalReply reply) {
    int status = httpToGrpc(Integer.toString(reply.status()));
    HeaderMap trailers =
        HeaderMap.of(
            ":status",
            "200",
            "content-type",
            "application/grpc",
            "grpc-status",
            Integer.toString(status),
            "grpc-message",
            reply.body());
    end(trailers, status, reply.body(), reply.details());
  }

  private void end(HeaderMap trailers, int status, String message, String details) {
    if (!initialSent) {
      initial(new HeaderMap(0));
    }
    if (!closed) {
      listener.onTrailingMetadata(trailers);
    }
    if (!closed) {
      closed = true;
      listener.onClose(status, message.isEmpty() ? details : message + "{" + details + "}");
    }
  }

  private void initial(HeaderMap metadata) {
    initialSent = true;
    if (!closed) {
      listener.onInitialMetadata(metadata);
    }
  }
}
