package io.proxywasm.sdk.wasm;

import org.teavm.interop.Import;

/**
 * The functions of the ABI that the host gives, as they are; each returns a {@code proxy_status_t}.
 */
final class Imports {
  private Imports() {}

  @Import(module = "env", name = "proxy_log")
  static native int log(int level, int message, int length);

  @Import(module = "env", name = "proxy_get_log_level")
  static native int logLevel(int out);

  @Import(module = "wasi_snapshot_preview1", name = "clock_time_get")
  static native int clockTime(int clock, long precision, int out);

  @Import(module = "env", name = "proxy_set_tick_period_milliseconds")
  static native int setTickPeriod(int milliseconds);

  @Import(module = "env", name = "proxy_get_header_map_value")
  static native int header(int map, int key, int keyLength, int outPointer, int outLength);

  @Import(module = "env", name = "proxy_get_header_map_pairs")
  static native int headerPairs(int map, int outPointer, int outLength);

  @Import(module = "env", name = "proxy_set_header_map_pairs")
  static native int setHeaderPairs(int map, int pairs, int length);

  @Import(module = "env", name = "proxy_add_header_map_value")
  static native int addHeader(int map, int key, int keyLength, int value, int valueLength);

  @Import(module = "env", name = "proxy_replace_header_map_value")
  static native int replaceHeader(int map, int key, int keyLength, int value, int valueLength);

  @Import(module = "env", name = "proxy_remove_header_map_value")
  static native int removeHeader(int map, int key, int keyLength);

  @Import(module = "env", name = "proxy_get_buffer_bytes")
  static native int buffer(int buffer, int start, int maxLength, int outPointer, int outLength);

  @Import(module = "env", name = "proxy_get_buffer_status")
  static native int bufferStatus(int buffer, int outLength, int outFlags);

  @Import(module = "env", name = "proxy_set_buffer_bytes")
  static native int setBuffer(int buffer, int start, int length, int data, int dataLength);

  @Import(module = "env", name = "proxy_continue_stream")
  static native int continueStream(int stream);

  @Import(module = "env", name = "proxy_close_stream")
  static native int closeStream(int stream);

  @Import(module = "env", name = "proxy_send_local_response")
  static native int sendLocalResponse(
      int status,
      int details,
      int detailsLength,
      int body,
      int bodyLength,
      int headers,
      int headersLength,
      int grpcStatus);

  @Import(module = "env", name = "proxy_http_call")
  static native int httpCall(
      int cluster,
      int clusterLength,
      int headers,
      int headersLength,
      int body,
      int bodyLength,
      int trailers,
      int trailersLength,
      int timeout,
      int outCall);

  @Import(module = "env", name = "proxy_grpc_call")
  static native int grpcCall(
      int cluster,
      int clusterLength,
      int service,
      int serviceLength,
      int method,
      int methodLength,
      int metadata,
      int metadataLength,
      int message,
      int messageLength,
      int timeout,
      int outCall);

  @Import(module = "env", name = "proxy_grpc_stream")
  static native int grpcStream(
      int cluster,
      int clusterLength,
      int service,
      int serviceLength,
      int method,
      int methodLength,
      int metadata,
      int metadataLength,
      int outStream);

  @Import(module = "env", name = "proxy_grpc_send")
  static native int grpcSend(int stream, int message, int messageLength, int last);

  @Import(module = "env", name = "proxy_grpc_cancel")
  static native int grpcCancel(int call);

  @Import(module = "env", name = "proxy_grpc_close")
  static native int grpcClose(int stream);

  @Import(module = "env", name = "proxy_register_shared_queue")
  static native int registerSharedQueue(int name, int nameLength, int outQueue);

  @Import(module = "env", name = "proxy_resolve_shared_queue")
  static native int resolveSharedQueue(
      int vmId, int vmIdLength, int name, int nameLength, int outQueue);

  @Import(module = "env", name = "proxy_enqueue_shared_queue")
  static native int enqueue(int queue, int message, int messageLength);

  @Import(module = "env", name = "proxy_dequeue_shared_queue")
  static native int dequeue(int queue, int outPointer, int outLength);

  @Import(module = "env", name = "proxy_call_foreign_function")
  static native int callForeignFunction(
      int name, int nameLength, int arguments, int argumentsLength, int outPointer, int outLength);

  @Import(module = "env", name = "proxy_get_status")
  static native int status(int outCode, int outPointer, int outLength);

  @Import(module = "env", name = "proxy_get_shared_data")
  static native int sharedData(int key, int keyLength, int outPointer, int outLength, int outCas);

  @Import(module = "env", name = "proxy_set_shared_data")
  static native int setSharedData(int key, int keyLength, int value, int valueLength, int cas);

  @Import(module = "env", name = "proxy_define_metric")
  static native int defineMetric(int type, int name, int nameLength, int outMetric);

  @Import(module = "env", name = "proxy_increment_metric")
  static native int incrementMetric(int metric, long delta);

  @Import(module = "env", name = "proxy_record_metric")
  static native int recordMetric(int metric, long value);

  @Import(module = "env", name = "proxy_get_metric")
  static native int metric(int metric, int out);

  @Import(module = "env", name = "proxy_get_property")
  static native int property(int path, int pathLength, int outPointer, int outLength);

  @Import(module = "env", name = "proxy_set_property")
  static native int setProperty(int path, int pathLength, int value, int valueLength);

  @Import(module = "env", name = "proxy_done")
  static native int done();

  @Import(module = "env", name = "proxy_set_effective_context")
  static native int setEffectiveContext(int context);
}
