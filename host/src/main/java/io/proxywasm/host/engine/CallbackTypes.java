package io.proxywasm.host.engine;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.NumberType;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signatures of callbacks. */
final class CallbackTypes {
  private CallbackTypes() {}

  /** The signature, or null when this version of the ABI does not have the callback. */
  static @Nullable FunctionType of(Callback callback, AbiVersion version) {
    return switch (callback) {
      case ON_CONTEXT_CREATE, ON_QUEUE_READY -> of(2, false);
      case ON_VM_START, VALIDATE_CONFIGURATION, ON_CONFIGURE -> of(2, true);
      case ON_TICK, ON_LOG, ON_DELETE -> of(1, false);
      case ON_FOREIGN_FUNCTION -> version == AbiVersion.V0_1_0 ? null : of(3, false);
      case ON_NEW_CONNECTION, ON_DONE -> of(1, true);
      case ON_DOWNSTREAM_DATA, ON_UPSTREAM_DATA, ON_REQUEST_BODY, ON_RESPONSE_BODY -> of(3, true);
      case ON_DOWNSTREAM_CONNECTION_CLOSE, ON_UPSTREAM_CONNECTION_CLOSE -> of(2, false);
      case ON_REQUEST_HEADERS, ON_RESPONSE_HEADERS ->
          of(version == AbiVersion.V0_1_0 ? 2 : 3, true);
      case ON_REQUEST_TRAILERS, ON_REQUEST_METADATA, ON_RESPONSE_TRAILERS, ON_RESPONSE_METADATA ->
          of(2, true);
      case ON_HTTP_CALL_RESPONSE -> of(5, false);
      case ON_GRPC_RECEIVE_INITIAL_METADATA,
          ON_GRPC_RECEIVE,
          ON_GRPC_RECEIVE_TRAILING_METADATA,
          ON_GRPC_CLOSE ->
          of(3, false);
    };
  }

  static FunctionType of(int parameters, boolean result) {
    return new FunctionType(
        Collections.nCopies(parameters, NumberType.I32),
        result ? List.of(NumberType.I32) : List.of());
  }
}
