package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Properties;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The response of an HTTP stream, as soon as there is one. */
public final class Response {
  private Response() {}

  /** Returns the status, or nothing if it is not known: {@code response.code}. */
  public static OptionalLong code() {
    return Properties.number("response", "code");
  }

  /**
   * Returns why it has this status ({@code %RESPONSE_CODE_DETAILS%}), or null if it is not known:
   * {@code response.code_details}.
   */
  public static @Nullable String codeDetails() {
    return Properties.text("response", "code_details");
  }

  /**
   * Returns Envoy's response flags as bits, or nothing if it is not known: {@code response.flags}.
   */
  public static OptionalLong flags() {
    return Properties.number("response", "flags");
  }

  /** Returns the status of gRPC, or nothing if it is not known: {@code response.grpc_status}. */
  public static OptionalLong grpcStatus() {
    return Properties.number("response", "grpc_status");
  }

  /**
   * Returns the value of a header, or null if there is none; several are joined by commas: {@code
   * response.headers.NAME}.
   */
  public static @Nullable String header(String name) {
    return Properties.text("response", "headers", name);
  }

  /**
   * Returns the value of a trailer, or null if there is none; several are joined by commas: {@code
   * response.trailers.NAME}.
   */
  public static @Nullable String trailer(String name) {
    return Properties.text("response", "trailers", name);
  }

  /**
   * Returns the size of the body in bytes, or nothing if it is not known: {@code response.size}.
   */
  public static OptionalLong size() {
    return Properties.number("response", "size");
  }

  /**
   * Returns the size with headers and trailers in bytes, or nothing if it is not known: {@code
   * response.total_size}.
   */
  public static OptionalLong totalSize() {
    return Properties.number("response", "total_size");
  }

  /**
   * Returns how long the upstream took, or nothing if it is not known: {@code
   * response.backend_latency}.
   */
  public static OptionalLong backendLatency() {
    return Properties.number("response", "backend_latency");
  }
}
