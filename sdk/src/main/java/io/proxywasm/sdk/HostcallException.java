package io.proxywasm.sdk;

import io.proxywasm.abi.Status;

/**
 * A hostcall did not do what it was asked for. The message names the hostcall, its argument and the
 * host's status.
 */
@Cold
public final class HostcallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String hostcall;
  private final int status;

  /**
   * Makes an exception for a hostcall such as {@code proxy_http_call}, its telling argument and the
   * host's status.
   */
  public HostcallException(String hostcall, String argument, int status) {
    super(hostcall + "(" + argument + "): " + name(status));
    this.hostcall = hostcall;
    this.status = status;
  }

  /** Returns the name of the hostcall in the ABI. */
  public String hostcall() {
    return hostcall;
  }

  /** Returns what the host answered. */
  public Status status() {
    return Status.of(status);
  }

  /** The names of those {@link Status} that hosts give, without its constants in every module. */
  private static String name(int status) {
    return switch (status) {
      case 1 -> "NOT_FOUND";
      case 2 -> "BAD_ARGUMENT";
      case 4 -> "PARSE_FAILURE";
      case 6 -> "INVALID_MEMORY_ACCESS";
      case 10 -> "INTERNAL_FAILURE";
      case 12 -> "UNIMPLEMENTED";
      default -> "status " + Digits.of(status);
    };
  }
}
