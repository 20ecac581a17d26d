package io.proxywasm.compiler;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.wasm.FunctionType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The functions of module {@code env} that Envoy's Proxy-Wasm host gives, by ABI version. */
final class ProxyFunctions {
  static final String MODULE = "env";

  private static final Map<String, FunctionType> ALWAYS =
      Signature.table(
          """
          proxy_log iii:i
          proxy_get_current_time_nanoseconds i:i
          proxy_set_tick_period_milliseconds i:i
          proxy_set_buffer_bytes iiiii:i
          proxy_get_buffer_bytes iiiii:i
          proxy_get_buffer_status iii:i
          proxy_get_header_map_size ii:i
          proxy_get_header_map_pairs iii:i
          proxy_set_header_map_pairs iii:i
          proxy_get_header_map_value iiiii:i
          proxy_add_header_map_value iiiii:i
          proxy_replace_header_map_value iiiii:i
          proxy_remove_header_map_value iii:i
          proxy_get_status iii:i
          proxy_send_local_response iiiiiiii:i
          proxy_http_call iiiiiiiiii:i
          proxy_grpc_call iiiiiiiiiiii:i
          proxy_grpc_stream iiiiiiiii:i
          proxy_grpc_send iiii:i
          proxy_grpc_cancel i:i
          proxy_grpc_close i:i
          proxy_set_shared_data iiiii:i
          proxy_get_shared_data iiiii:i
          proxy_register_shared_queue iii:i
          proxy_resolve_shared_queue iiiii:i
          proxy_enqueue_shared_queue iii:i
          proxy_dequeue_shared_queue iii:i
          proxy_define_metric iiii:i
          proxy_increment_metric il:i
          proxy_record_metric il:i
          proxy_get_metric ii:i
          proxy_get_property iiii:i
          proxy_set_property iiii:i
          proxy_call_foreign_function iiiiii:i
          proxy_done :i
          proxy_set_effective_context i:i
          pthread_equal ii:i
          emscripten_notify_memory_growth i:
          """);
  private static final Map<String, FunctionType> ONLY_0_1_0 =
      Signature.table(
          """
          proxy_get_configuration ii:i
          proxy_continue_request :i
          proxy_continue_response :i
          proxy_clear_route_cache :i
          """);
  private static final Map<String, FunctionType> SINCE_0_2_0 =
      Signature.table(
          """
          proxy_continue_stream i:i
          proxy_close_stream i:i
          """);
  private static final Map<String, FunctionType> SINCE_0_2_1 =
      Signature.table("proxy_get_log_level i:i");

  private ProxyFunctions() {}

  static Map<String, FunctionType> of(AbiVersion version) {
    Map<String, FunctionType> functions = new LinkedHashMap<>(ALWAYS);
    if (version == AbiVersion.V0_1_0) {
      functions.putAll(ONLY_0_1_0);
    } else {
      functions.putAll(SINCE_0_2_0);
    }
    if (version == AbiVersion.V0_2_1) {
      functions.putAll(SINCE_0_2_1);
    }
    return functions;
  }
}
