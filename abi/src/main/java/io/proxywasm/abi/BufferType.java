package io.proxywasm.abi;

/** The buffers that a hostcall can name: {@code proxy_buffer_type_t}. */
public enum BufferType {
  /** What is buffered of the body of the request. */
  HTTP_REQUEST_BODY,
  /** What is buffered of the body of the response. */
  HTTP_RESPONSE_BODY,
  /** Bytes from the client of a TCP connection. */
  DOWNSTREAM_DATA,
  /** Bytes from the upstream of a TCP connection. */
  UPSTREAM_DATA,
  /** Body of the answer to an HTTP callout. */
  HTTP_CALL_RESPONSE_BODY,
  /** A message of a gRPC callout. */
  GRPC_CALL_MESSAGE,
  /** Configuration of the VM. */
  VM_CONFIGURATION,
  /** Configuration of the plugin; only inside its configure callback. */
  PLUGIN_CONFIGURATION,
  /** Arguments of a call that the host makes to the guest. */
  FOREIGN_FUNCTION_ARGUMENTS;

  /** Returns the number that stands for this constant in the ABI. */
  public int code() {
    return ordinal();
  }

  /**
   * Returns the constant that a number of the ABI stands for.
   *
   * @throws IllegalArgumentException if the ABI gives the number no meaning
   */
  public static BufferType of(int code) {
    BufferType[] all = values();
    if (code < 0 || code >= all.length) {
      throw new IllegalArgumentException(
          "BufferType " + code + " is not in 0.." + (all.length - 1) + " of the ABI");
    }
    return all[code];
  }
}
