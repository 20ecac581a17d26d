package io.proxywasm.sdk;

import io.proxywasm.abi.Status;

/** A hostcall did not do what it was asked for. The message names the hostcall, its argument and the host's status. */
public final class HostcallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String hostcall;
  private final Status status;

  /** Makes an exception for a hostcall such as {@code proxy_http_call}, its telling argument and the host's answer. */
  public HostcallException(String hostcall, String argument, Status status) {
    super(hostcall + "(" + argument + "): " + status.name());
    this.hostcall = hostcall;
    this.status = status;
  }

  /** Returns the name of the hostcall in the ABI. */
  public String hostcall() {
    return hostcall;
  }

  /** Returns what the host answered. */
  public Status status() {
    return status;
  }
}
