package io.proxywasm.testkit;

import io.proxywasm.host.Callouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gRPC call or stream that a plugin has opened, of which the test is the other side. */
public final class GrpcCallout {
  private final Callouts.GrpcRequest request;
  private final Callouts.GrpcListener listener;
  private final List<byte[]> messages = new ArrayList<>();
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
          end = "reset by the plugin";
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

  /** Sends the response's metadata. */
  public void sendInitialMetadata(Headers metadata) {
    check();
    listener.onInitialMetadata(metadata.toMap());
  }

  /** Sends a message. */
  public void send(byte[] message) {
    check();
    listener.onMessage(message.clone());
  }

  /** Ends the call with a status of gRPC; 0 is OK. */
  public void close(int status, String message) {
    close(status, message, Headers.NONE);
  }

  /** Ends the call with trailers. */
  public void close(int status, String message, Headers trailers) {
    check();
    listener.onTrailingMetadata(trailers.toMap());
    end = "closed with status " + status;
    listener.onClose(status, message);
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
