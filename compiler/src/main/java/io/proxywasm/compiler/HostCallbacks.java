package io.proxywasm.compiler;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.wasm.FunctionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The exports that Envoy's Proxy-Wasm host looks for, by ABI version. */
final class HostCallbacks {
  /** A module must export one of these, which gives the host memory to write its answers to. */
  static final List<String> ALLOCATORS = List.of("malloc", "proxy_on_memory_allocate");

  private static final Map<String, FunctionType> ALWAYS =
      Signature.table(
          """
          _initialize :
          _start :
          __main_void :i
          main ii:i
          malloc i:i
          proxy_on_memory_allocate i:i
          proxy_on_context_create ii:
          proxy_on_vm_start ii:i
          proxy_validate_configuration ii:i
          proxy_on_configure ii:i
          proxy_on_tick i:
          proxy_on_queue_ready ii:
          proxy_on_new_connection i:i
          proxy_on_downstream_data iii:i
          proxy_on_upstream_data iii:i
          proxy_on_downstream_connection_close ii:
          proxy_on_upstream_connection_close ii:
          proxy_on_request_headers iii:i
          proxy_on_response_headers iii:i
          proxy_on_request_body iii:i
          proxy_on_response_body iii:i
          proxy_on_request_trailers ii:i
          proxy_on_response_trailers ii:i
          proxy_on_request_metadata ii:i
          proxy_on_response_metadata ii:i
          proxy_on_http_call_response iiiii:
          proxy_on_grpc_receive_initial_metadata iii:
          proxy_on_grpc_receive iii:
          proxy_on_grpc_receive_trailing_metadata iii:
          proxy_on_grpc_close iii:
          proxy_on_done i:i
          proxy_on_log i:
          proxy_on_delete i:
          """);
  private static final Map<String, FunctionType> IN_0_1_0 =
      Signature.table(
          """
          proxy_on_request_headers ii:i
          proxy_on_response_headers ii:i
          """);
  private static final Map<String, FunctionType> SINCE_0_2_0 =
      Signature.table("proxy_on_foreign_function iii:");

  private HostCallbacks() {}

  static Map<String, FunctionType> of(AbiVersion version) {
    Map<String, FunctionType> callbacks = new LinkedHashMap<>(ALWAYS);
    callbacks.putAll(version == AbiVersion.V0_1_0 ? IN_0_1_0 : SINCE_0_2_0);
    return callbacks;
  }
}
