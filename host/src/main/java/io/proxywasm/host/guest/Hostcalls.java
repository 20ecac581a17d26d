package io.proxywasm.host.guest;

import io.proxywasm.host.HeaderMap;
import org.jspecify.annotations.Nullable;

/**
 * The hostcalls of the ABI for one VM, with Java types. A guest's adapter reads and checks the
 * arguments and writes back what {@link #output} holds; everything else is done here, the same for
 * all guests. All methods are called on the VM's thread, while a callback runs, and return the
 * number of a {@link io.proxywasm.abi.Status}.
 *
 * <p>Strings are bytes, one per char, as in a {@link HeaderMap}.
 */
public interface Hostcalls {
  /** What the last call gave back: it is used again by the next call. */
  Output output();

  /** {@code proxy_log}. The message is decoded text, as it is for people. */
  int log(int level, String message);

  /** Logs an error about the guest in the host's own name. */
  default void complain(String message) {
    var unused = log(4, message);
  }

  /** {@code proxy_get_log_level}: the number is the level. */
  int getLogLevel();

  /** {@code proxy_get_current_time_nanoseconds}, and WASI's real-time clock. */
  long currentTimeNanoseconds();

  /** WASI's monotonic clock. */
  long monotonicNanoseconds();

  /** {@code proxy_set_tick_period_milliseconds}. */
  int setTickPeriodMilliseconds(int period);

  /** {@code proxy_set_buffer_bytes}. */
  int setBufferBytes(int type, int start, int size, byte[] data);

  /** {@code proxy_get_buffer_bytes}: the bytes. */
  int getBufferBytes(int type, int start, int maxSize);

  /** {@code proxy_get_buffer_status}: the number is the length; the flags are always 0. */
  int getBufferStatus(int type);

  /** {@code proxy_get_header_map_size}: the number is the size in bytes. */
  int getHeaderMapSize(int type);

  /** {@code proxy_get_header_map_pairs}: the bytes. */
  int getHeaderMapPairs(int type);

  /** {@code proxy_set_header_map_pairs}. */
  int setHeaderMapPairs(int type, HeaderMap pairs);

  /** {@code proxy_get_header_map_value}: the text. */
  int getHeaderMapValue(int type, String name);

  /** {@code proxy_add_header_map_value}. */
  int addHeaderMapValue(int type, String name, String value);

  /** {@code proxy_replace_header_map_value}. */
  int replaceHeaderMapValue(int type, String name, String value);

  /** {@code proxy_remove_header_map_value}. */
  int removeHeaderMapValue(int type, String name);

  /** {@code proxy_continue_stream}; 0.1.0's continue_request and continue_response are 0 and 1. */
  int continueStream(int type);

  /** {@code proxy_close_stream}. */
  int closeStream(int type);

  /** {@code proxy_get_status}: the number is the code, the text the message. */
  int getStatus();

  /** {@code proxy_send_local_response}. */
  int sendLocalResponse(int status, String details, byte[] body, HeaderMap headers, int grpcStatus);

  /** {@code proxy_http_call}: the number is the call's id. */
  int httpCall(
      String cluster, HeaderMap headers, byte[] body, HeaderMap trailers, int timeoutMilliseconds);

  /** {@code proxy_grpc_call}: the number is the call's id. The service is a cluster or a proto. */
  int grpcCall(
      byte[] grpcService,
      String service,
      String method,
      HeaderMap initialMetadata,
      byte[] message,
      int timeoutMilliseconds);

  /** {@code proxy_grpc_stream}: the number is the stream's id. */
  int grpcStream(byte[] grpcService, String service, String method, HeaderMap initialMetadata);

  /** {@code proxy_grpc_send}. */
  int grpcSend(int id, byte[] message, boolean endStream);

  /** {@code proxy_grpc_cancel}. */
  int grpcCancel(int id);

  /** {@code proxy_grpc_close}. */
  int grpcClose(int id);

  /** {@code proxy_set_shared_data}; no value is an empty one. */
  int setSharedData(String key, byte @Nullable [] value, int cas);

  /** {@code proxy_get_shared_data}: the bytes, and the number is the CAS. */
  int getSharedData(String key);

  /** {@code proxy_register_shared_queue}: the number is the queue's id. */
  int registerSharedQueue(String name);

  /** {@code proxy_resolve_shared_queue}: the number is the queue's id. */
  int resolveSharedQueue(String vmId, String name);

  /** {@code proxy_enqueue_shared_queue}. */
  int enqueueSharedQueue(int queueId, byte[] value);

  /** {@code proxy_dequeue_shared_queue}: the bytes. */
  int dequeueSharedQueue(int queueId);

  /** {@code proxy_define_metric}: the number is the metric's id. */
  int defineMetric(int type, String name);

  /** {@code proxy_increment_metric}. */
  int incrementMetric(int id, long delta);

  /** {@code proxy_record_metric}. */
  int recordMetric(int id, long value);

  /** {@code proxy_get_metric}: the number is the value. */
  int getMetric(int id);

  /** {@code proxy_get_property}: the bytes. The path's segments are joined by zero chars. */
  int getProperty(String path);

  /** {@code proxy_set_property}. */
  int setProperty(String path, byte[] value);

  /** {@code proxy_call_foreign_function}: the bytes. */
  int callForeignFunction(String name, byte[] arguments);

  /** {@code proxy_done}. */
  int done();

  /** {@code proxy_set_effective_context}. */
  int setEffectiveContext(int contextId);

  /** {@code proxy_get_configuration} of ABI 0.1.0: the bytes. */
  int getConfiguration();

  /** {@code proxy_clear_route_cache} of ABI 0.1.0. */
  int clearRouteCache();
}
