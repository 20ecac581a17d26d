package io.proxywasm.sdk;

/** A callout got no response. */
@Cold
public final class CalloutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient CallStatus status;

  CalloutException(String cluster, CallStatus status) {
    super(
        "no response from "
            + cluster
            + ": "
            + status.message()
            + " ("
            + Digits.of(status.code())
            + ")");
    this.status = status;
  }

  /** Returns why there is none: {@code proxy_get_status}. */
  public CallStatus status() {
    return status;
  }
}
