package io.proxywasm.abi;

/** What a hostcall returns: {@code proxy_status_t}. */
public enum Status {
  /** The call did what it was asked for. */
  OK,
  /** What was asked for is not there: a header, a property, a key, a queue, a context. */
  NOT_FOUND,
  /**
   * An argument is outside what the host takes, or the call is not possible in this phase of the
   * stream.
   */
  BAD_ARGUMENT,
  /** The host could not write its answer in the form of the ABI. */
  SERIALIZATION_FAILURE,
  /** The host could not read what it was given. */
  PARSE_FAILURE,
  /** An expression (CEL) was refused. */
  BAD_EXPRESSION,
  /** A pointer or a length leaves the memory of the guest. */
  INVALID_MEMORY_ACCESS,
  /** A queue has no entry. */
  EMPTY,
  /** A shared value was changed since it was read. */
  CAS_MISMATCH,
  /** The result is not of the expected kind. */
  RESULT_MISMATCH,
  /** The host failed, or the capability is not allowed to this plugin. */
  INTERNAL_FAILURE,
  /** A connection was lost. */
  BROKEN_CONNECTION,
  /** The host does not have this function. */
  UNIMPLEMENTED;

  /** Returns the number that stands for this constant in the ABI. */
  public int code() {
    return ordinal();
  }

  /**
   * Returns the constant that a number of the ABI stands for.
   *
   * @throws IllegalArgumentException if the ABI gives the number no meaning
   */
  public static Status of(int code) {
    Status[] all = values();
    if (code < 0 || code >= all.length) {
      throw new IllegalArgumentException(
          "Status " + code + " is not in 0.." + (all.length - 1) + " of the ABI");
    }
    return all[code];
  }
}
