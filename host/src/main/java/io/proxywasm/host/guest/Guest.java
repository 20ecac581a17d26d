package io.proxywasm.host.guest;

/**
 * One VM's guest, called on one thread. The methods stand for the ABI's callbacks of the same name;
 * a callback that the guest does not export does nothing and answers what Envoy assumes: continue,
 * true. Actions are answered as the number that the guest returned.
 *
 * <p>A guest that traps, throws or is stopped by {@link #interrupt} throws a {@link
 * GuestException}; it is not called again.
 */
public interface Guest extends AutoCloseable {
  /** Whether the guest exports a callback (and it is allowed), so that calling it does anything. */
  boolean has(Callback callback);

  /** {@code _initialize} and {@code main}, or {@code _start}. */
  void start();

  /** {@code proxy_on_context_create}. */
  void onContextCreate(int contextId, int parentId);

  /** {@code proxy_on_vm_start}. */
  boolean onVmStart(int rootId, int configurationSize);

  /** {@code proxy_validate_configuration}. */
  boolean validateConfiguration(int rootId, int configurationSize);

  /** {@code proxy_on_configure}. */
  boolean onConfigure(int rootId, int configurationSize);

  /** {@code proxy_on_tick}. */
  void onTick(int rootId);

  /** {@code proxy_on_queue_ready}. */
  void onQueueReady(int rootId, int queueId);

  /** {@code proxy_on_foreign_function}. */
  void onForeignFunction(int rootId, int functionId, int argumentsSize);

  /** {@code proxy_on_new_connection}. */
  int onNewConnection(int contextId);

  /** {@code proxy_on_downstream_data}. */
  int onDownstreamData(int contextId, int size, boolean endOfStream);

  /** {@code proxy_on_upstream_data}. */
  int onUpstreamData(int contextId, int size, boolean endOfStream);

  /** {@code proxy_on_downstream_connection_close}. */
  void onDownstreamConnectionClose(int contextId, int peerType);

  /** {@code proxy_on_upstream_connection_close}. */
  void onUpstreamConnectionClose(int contextId, int peerType);

  /** {@code proxy_on_request_headers}; ABI 0.1.0 has no end of stream. */
  int onRequestHeaders(int contextId, int count, boolean endOfStream);

  /** {@code proxy_on_request_body}. */
  int onRequestBody(int contextId, int size, boolean endOfStream);

  /** {@code proxy_on_request_trailers}. */
  int onRequestTrailers(int contextId, int count);

  /** {@code proxy_on_request_metadata}. */
  int onRequestMetadata(int contextId, int count);

  /** {@code proxy_on_response_headers}; ABI 0.1.0 has no end of stream. */
  int onResponseHeaders(int contextId, int count, boolean endOfStream);

  /** {@code proxy_on_response_body}. */
  int onResponseBody(int contextId, int size, boolean endOfStream);

  /** {@code proxy_on_response_trailers}. */
  int onResponseTrailers(int contextId, int count);

  /** {@code proxy_on_response_metadata}. */
  int onResponseMetadata(int contextId, int count);

  /** {@code proxy_on_http_call_response}. */
  void onHttpCallResponse(int rootId, int callId, int headerCount, int bodySize, int trailerCount);

  /** {@code proxy_on_grpc_receive_initial_metadata}. */
  void onGrpcReceiveInitialMetadata(int rootId, int callId, int count);

  /** {@code proxy_on_grpc_receive}. */
  void onGrpcReceive(int rootId, int callId, int messageSize);

  /** {@code proxy_on_grpc_receive_trailing_metadata}. */
  void onGrpcReceiveTrailingMetadata(int rootId, int callId, int count);

  /** {@code proxy_on_grpc_close}. */
  void onGrpcClose(int rootId, int callId, int status);

  /** {@code proxy_on_done}. */
  boolean onDone(int contextId);

  /** {@code proxy_on_log}. */
  void onLog(int contextId);

  /** {@code proxy_on_delete}. */
  void onDelete(int contextId);

  /**
   * Stops the callback that is running on another thread: it throws a {@link GuestException} soon.
   * Only called while a callback is running.
   */
  void interrupt(Thread running);

  /** The size of linear memory in bytes; 0 when there is none. */
  long memoryBytes();

  @Override
  void close();
}
