package io.proxywasm.host.guest;

/** The callbacks of the ABI that a guest may export. */
public enum Callback {
  /** {@code proxy_on_context_create}. */
  ON_CONTEXT_CREATE("proxy_on_context_create"),
  /** {@code proxy_on_vm_start}. */
  ON_VM_START("proxy_on_vm_start"),
  /** {@code proxy_validate_configuration}. */
  VALIDATE_CONFIGURATION("proxy_validate_configuration"),
  /** {@code proxy_on_configure}. */
  ON_CONFIGURE("proxy_on_configure"),
  /** {@code proxy_on_tick}. */
  ON_TICK("proxy_on_tick"),
  /** {@code proxy_on_queue_ready}. */
  ON_QUEUE_READY("proxy_on_queue_ready"),
  /** {@code proxy_on_foreign_function}. */
  ON_FOREIGN_FUNCTION("proxy_on_foreign_function"),
  /** {@code proxy_on_new_connection}. */
  ON_NEW_CONNECTION("proxy_on_new_connection"),
  /** {@code proxy_on_downstream_data}. */
  ON_DOWNSTREAM_DATA("proxy_on_downstream_data"),
  /** {@code proxy_on_upstream_data}. */
  ON_UPSTREAM_DATA("proxy_on_upstream_data"),
  /** {@code proxy_on_downstream_connection_close}. */
  ON_DOWNSTREAM_CONNECTION_CLOSE("proxy_on_downstream_connection_close"),
  /** {@code proxy_on_upstream_connection_close}. */
  ON_UPSTREAM_CONNECTION_CLOSE("proxy_on_upstream_connection_close"),
  /** {@code proxy_on_request_headers}. */
  ON_REQUEST_HEADERS("proxy_on_request_headers"),
  /** {@code proxy_on_request_body}. */
  ON_REQUEST_BODY("proxy_on_request_body"),
  /** {@code proxy_on_request_trailers}. */
  ON_REQUEST_TRAILERS("proxy_on_request_trailers"),
  /** {@code proxy_on_request_metadata}. */
  ON_REQUEST_METADATA("proxy_on_request_metadata"),
  /** {@code proxy_on_response_headers}. */
  ON_RESPONSE_HEADERS("proxy_on_response_headers"),
  /** {@code proxy_on_response_body}. */
  ON_RESPONSE_BODY("proxy_on_response_body"),
  /** {@code proxy_on_response_trailers}. */
  ON_RESPONSE_TRAILERS("proxy_on_response_trailers"),
  /** {@code proxy_on_response_metadata}. */
  ON_RESPONSE_METADATA("proxy_on_response_metadata"),
  /** {@code proxy_on_http_call_response}. */
  ON_HTTP_CALL_RESPONSE("proxy_on_http_call_response"),
  /** {@code proxy_on_grpc_receive_initial_metadata}. */
  ON_GRPC_RECEIVE_INITIAL_METADATA("proxy_on_grpc_receive_initial_metadata"),
  /** {@code proxy_on_grpc_receive}. */
  ON_GRPC_RECEIVE("proxy_on_grpc_receive"),
  /** {@code proxy_on_grpc_receive_trailing_metadata}. */
  ON_GRPC_RECEIVE_TRAILING_METADATA("proxy_on_grpc_receive_trailing_metadata"),
  /** {@code proxy_on_grpc_close}. */
  ON_GRPC_CLOSE("proxy_on_grpc_close"),
  /** {@code proxy_on_done}. */
  ON_DONE("proxy_on_done"),
  /** {@code proxy_on_log}. */
  ON_LOG("proxy_on_log"),
  /** {@code proxy_on_delete}. */
  ON_DELETE("proxy_on_delete");

  private final String export;

  Callback(String export) {
    this.export = export;
  }

  /** The name of the export. */
  public String export() {
    return export;
  }
}
