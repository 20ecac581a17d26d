package io.proxywasm.abi;

/** The header maps that a hostcall can name: {@code proxy_map_type_t}. */
public enum MapType {
  /** Headers of the request. */
  HTTP_REQUEST_HEADERS,
  /** Trailers of the request. */
  HTTP_REQUEST_TRAILERS,
  /** Headers of the response. */
  HTTP_RESPONSE_HEADERS,
  /** Trailers of the response. */
  HTTP_RESPONSE_TRAILERS,
  /** Initial metadata of the answer to a gRPC callout. */
  GRPC_CALL_INITIAL_METADATA,
  /** Trailing metadata of the answer to a gRPC callout. */
  GRPC_CALL_TRAILING_METADATA,
  /** Headers of the answer to an HTTP callout. */
  HTTP_CALL_RESPONSE_HEADERS,
  /** Trailers of the answer to an HTTP callout. */
  HTTP_CALL_RESPONSE_TRAILERS;

  /** Returns the number that stands for this constant in the ABI. */
  public int code() {
    return ordinal();
  }

  /**
   * Returns the constant that a number of the ABI stands for.
   *
   * @throws IllegalArgumentException if the ABI gives the number no meaning
   */
  public static MapType of(int code) {
    MapType[] all = values();
    if (code < 0 || code >= all.length) {
      throw new IllegalArgumentException(
          "MapType " + code + " is not in 0.." + (all.length - 1) + " of the ABI");
    }
    return all[code];
  }
}
