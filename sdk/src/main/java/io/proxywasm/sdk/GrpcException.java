package io.proxywasm.sdk;

/** A gRPC call or stream ended with another status than OK. */
@Cold
public final class GrpcException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String statusMessage;

  GrpcException(String method, int status, String message) {
    super(
        method + ": gRPC status " + Digits.of(status) + (message.isEmpty() ? "" : ", ") + message);
    this.status = status;
    this.statusMessage = message;
  }

  /** Returns the status of gRPC, 1 to 16; -1 when it was none. */
  public int status() {
    return status;
  }

  /** Returns the message of the status; Envoy adds where it comes from. */
  public String statusMessage() {
    return statusMessage;
  }
}
