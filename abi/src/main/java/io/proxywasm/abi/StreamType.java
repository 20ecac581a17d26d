package io.proxywasm.abi;

/** The directions of a stream: {@code proxy_stream_type_t}. */
public enum StreamType {
  /** The request, from the client to the upstream. */
  HTTP_REQUEST,
  /** The response, from the upstream to the client. */
  HTTP_RESPONSE,
  /** A TCP connection, from the client to the upstream. */
  DOWNSTREAM,
  /** A TCP connection, from the upstream to the client. */
  UPSTREAM;

  /** Returns the number that stands for this constant in the ABI. */
  public int code() {
    return ordinal();
  }

  /**
   * Returns the constant that a number of the ABI stands for.
   *
   * @throws IllegalArgumentException if the ABI gives the number no meaning
   */
  public static StreamType of(int code) {
    StreamType[] all = values();
    if (code < 0 || code >= all.length) {
      throw new IllegalArgumentException(
          "StreamType " + code + " is not in 0.." + (all.length - 1) + " of the ABI");
    }
    return all[code];
  }
}
