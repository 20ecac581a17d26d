package io.proxywasm.testkit;

import io.proxywasm.host.Callouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC call or stream that a plugin has opened, of which the test is the other side. One that is
 * not over within its {@link #timeout} of the proxy's time times out.
 */
public final class GrpcCallout {
  private static final int UNAVAILABLE = 14;

  private final Callouts.GrpcRequest request;
  private final Callouts.GrpcListener listener;
  private final List<byte[]> messages = new ArrayList<>();
  private boolean initialSent;
  private boolean closedByPlugin;
  private @Nullable String end;

  GrpcCallout(Callouts.GrpcRequest request, Callouts.GrpcListener listener) {
    this.request = request;
    this.listener = listener;
  }

  Callouts.GrpcStream stream() {
    return new Callouts.GrpcStream() {
      @Override
      public void send(byte[] message, boolean endStream) {
        messages.add(message.clone());
        closedByPlugin |= endStream;
      }

      @Override
      public void close() {
        closedByPlugin = true;
      }

      @Override
      public void reset() {
        if (end == null) {
          end = "reset by the plugin, or as its stream ended";
        }
      }
    };
  }

  /** The cluster that is called. */
  public String cluster() {
    return request.cluster();
  }

  /** The name of the service. */
  public String service() {
    return request.service();
  }

  /** The name of the method. */
  public String method() {
    return request.method();
  }

  /** Whether it is a call, with one message each way, and not a stream. */
  public boolean isUnary() {
    return request.unary();
  }

  /** The initial metadata. */
  public Headers metadata() {
    return Headers.of(request.initialMetadata());
  }

  /** How long the plugin waits; zero is for ever. */
  public Duration timeout() {
    return Duration.ofMillis(request.timeoutMillis());
  }

  /** The messages that the plugin has sent up to now. */
  public List<byte[]> messages() {
    return List.copyOf(messages);
  }

  /** Whether the plugin has closed its side. */
  public boolean isClosedByPlugin() {
    return closedByPlugin;
  }

  /** Whether the call is not over. */
  public boolean isPending() {
    return end == null;
  }

  /**
   * Sends the response's metadata.
   *
   * @throws IllegalStateException when the call is over
   */
  public void sendInitialMetadata(Headers metadata) {
    check();
    initialSent = true;
    listener.onInitialMetadata(metadata.toMap());
  }

  /**
   * Sends a message; before the first one, if need be, empty metadata.
   *
   * @throws IllegalStateException when the call is over
   */
  public void send(byte[] message) {
    check();
    sendInitial();
    listener.onMessage(message.clone());
  }

  /**
   * Answers a call: a message, and the status OK.
   *
   * @throws IllegalStateException when the call is over
   */
  public void respond(byte[] message) {
    send(message);
    if (isPending()) {
      close(0, "");
    }
  }

  private void sendInitial() {
    if (!initialSent) {
      initialSent = true;
      listener.onInitialMetadata(Headers.NONE.toMap());
    }
  }

  /**
   * Ends the call with a status of gRPC; 0 is OK.
   *
   * @throws IllegalStateException when the call is over
   */
  public void close(int status, String message) {
    close(status, message, Headers.NONE);
  }

  /**
   * Ends the call with trailers.
   *
   * @throws IllegalStateException when the call is over
   */
  public void close(int status, String message, Headers trailers) {
    check();
    sendInitial();
    if (end == null) {
      listener.onTrailingMetadata(trailers.toMap());
    }
    if (end == null) {
      end = "closed with status " + status;
      listener.onClose(status, message);
    }
  }

  /**
   * The cluster answers nothing in time: Envoy makes that the status UNAVAILABLE.
   *
   * @throws IllegalStateException when the call is over
   */
  public void timeOut() {
    close(UNAVAILABLE, "upstream request timeout{response_timeout}");
  }

  /**
   * The cluster refuses the connection: Envoy makes that the status UNAVAILABLE.
   *
   * @throws IllegalStateException when the call is over
   */
  public void refuse() {
    close(
        UNAVAILABLE,
        "upstream connect error or disconnect/reset before headers. reset reason: remote"
            + " connection failure"
            + "{upstream_reset_before_response_started{remote_connection_failure}}");
  }

  private void check() {
    if (end != null) {
      throw new IllegalStateException(this + " is over: it was " + end);
    }
  }

  @Override
  public String toString() {
    return "the gRPC call " + service() + "/" + method() + " to " + cluster();
  }
}
