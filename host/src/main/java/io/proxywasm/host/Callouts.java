package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/**
 * The clusters that plugins may call, which the proxy around the host provides. All methods are
 * called on the loop that is given and all answers come on it, never before the method returned.
 */
public interface Callouts {
  /** No cluster at all. */
  Callouts NONE =
      new Callouts() {
        @Override
        public boolean hasCluster(String cluster) {
          return false;
        }

        @Override
        public @Nullable Cancellable httpCall(HttpRequest request, HttpListener listener) {
          return null;
        }

        @Override
        public @Nullable GrpcStream grpcStream(GrpcRequest request, GrpcListener listener) {
          return null;
        }
      };

  /** Whether there is such a cluster. */
  boolean hasCluster(String cluster);

  /** Sends a request; null when it cannot be sent at all. */
  @Nullable Cancellable httpCall(HttpRequest request, HttpListener listener);

  /** Opens a gRPC stream; null when it cannot be opened at all. */
  @Nullable GrpcStream grpcStream(GrpcRequest request, GrpcListener listener);

  /**
   * A request that a plugin sends.
   *
   * @param timeoutMillis how long to wait for the whole response; 0 is for ever
   */
  record HttpRequest(
      EventLoop loop,
      String cluster,
      HeaderMap headers,
      byte[] body,
      HeaderMap trailers,
      long timeoutMillis) {}

  /** Who waits for the response of an HTTP call. */
  interface HttpListener {
    /** The whole response. A refused connection is a 503 and a timeout a 504, as in Envoy. */
    void onResponse(HeaderMap headers, byte[] body, HeaderMap trailers);

    /** There will be no response. */
    void onFailure(String reason);
  }

  /**
   * A gRPC stream that a plugin opens.
   *
   * @param unary whether one message goes each way
   * @param timeoutMillis how long the whole stream may last; 0 is for ever
   */
  record GrpcRequest(
      EventLoop loop,
      String cluster,
      String service,
      String method,
      HeaderMap initialMetadata,
      boolean unary,
      long timeoutMillis) {}

  /** An open gRPC stream. */
  interface GrpcStream {
    /** Sends a message; the last one closes our side. */
    void send(byte[] message, boolean endStream);

    /** Closes our side. */
    void close();

    /** Resets the stream; nothing is heard of it any more. */
    void reset();
  }

  /** Who hears what comes on a gRPC stream. */
  interface GrpcListener {
    /** The response's headers. */
    void onInitialMetadata(HeaderMap metadata);

    /** One message. */
    void onMessage(byte[] message);

    /** The trailers, before {@link #onClose}. */
    void onTrailingMetadata(HeaderMap metadata);

    /** The end, with the status of gRPC, 0 to 16. */
    void onClose(int status, String message);
  }
}
