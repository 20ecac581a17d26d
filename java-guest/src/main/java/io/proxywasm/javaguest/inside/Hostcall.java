package io.proxywasm.javaguest.inside;

/** The hostcalls that the sdk makes. */
enum Hostcall {
  LOG("proxy_log"),
  GET_LOG_LEVEL("proxy_get_log_level"),
  CLOCK_TIME_GET("clock_time_get"),
  SET_TICK_PERIOD("proxy_set_tick_period_milliseconds"),
  GET_HEADER_MAP_VALUE("proxy_get_header_map_value"),
  GET_HEADER_MAP_PAIRS("proxy_get_header_map_pairs"),
  SET_HEADER_MAP_PAIRS("proxy_set_header_map_pairs"),
  ADD_HEADER_MAP_VALUE("proxy_add_header_map_value"),
  REPLACE_HEADER_MAP_VALUE("proxy_replace_header_map_value"),
  REMOVE_HEADER_MAP_VALUE("proxy_remove_header_map_value"),
  GET_BUFFER_BYTES("proxy_get_buffer_bytes"),
  GET_BUFFER_STATUS("proxy_get_buffer_status"),
  SET_BUFFER_BYTES("proxy_set_buffer_bytes"),
  CONTINUE_STREAM("proxy_continue_stream"),
  CLOSE_STREAM("proxy_close_stream"),
  SEND_LOCAL_RESPONSE("proxy_send_local_response"),
  HTTP_CALL("proxy_http_call"),
  GRPC_CALL("proxy_grpc_call"),
  GRPC_STREAM("proxy_grpc_stream"),
  GRPC_SEND("proxy_grpc_send"),
  GRPC_CANCEL("proxy_grpc_cancel"),
  GRPC_CLOSE("proxy_grpc_close"),
  GET_STATUS("proxy_get_status"),
  GET_SHARED_DATA("proxy_get_shared_data"),
  SET_SHARED_DATA("proxy_set_shared_data"),
  REGISTER_SHARED_QUEUE("proxy_register_shared_queue"),
  RESOLVE_SHARED_QUEUE("proxy_resolve_shared_queue"),
  ENQUEUE_SHARED_QUEUE("proxy_enqueue_shared_queue"),
  DEQUEUE_SHARED_QUEUE("proxy_dequeue_shared_queue"),
  DEFINE_METRIC("proxy_define_metric"),
  INCREMENT_METRIC("proxy_increment_metric"),
  RECORD_METRIC("proxy_record_metric"),
  GET_METRIC("proxy_get_metric"),
  GET_PROPERTY("proxy_get_property"),
  SET_PROPERTY("proxy_set_property"),
  CALL_FOREIGN_FUNCTION("proxy_call_foreign_function"),
  DONE("proxy_done"),
  SET_EFFECTIVE_CONTEXT("proxy_set_effective_context");

  private final String abiName;

  Hostcall(String abiName) {
    this.abiName = abiName;
  }

  String abiName() {
    return abiName;
  }
}
