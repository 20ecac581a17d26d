package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The seam between the sdk and a host: the hostcalls of the ABI, Java types in and Java types out;
 * levels, maps, buffers, streams and kinds of metrics are the numbers of the ABI (the enums of
 * {@code io.proxywasm.abi} by their {@code code()}). A compiled plugin has one implementation, on
 * the imports of its module; a host that runs a plugin on the JVM brings its own. Plugins use the
 * classes above it.
 *
 * <p>A status that a method does not turn into a result becomes a {@link HostcallException}. Before
 * the VM has started (in {@code main} and static initializers) only {@link #log}, {@link #logLevel}
 * and the clocks work; the others throw an {@link IllegalStateException}.
 */
public interface Hostcalls {
  /** Writes to the host's log: {@code proxy_log}. */
  void log(int level, String message);

  /**
   * Returns the lowest level that the host logs: {@code proxy_get_log_level}, ABI 0.2.1. Before the
   * VM has started the host cannot be asked: that is the lowest of all.
   */
  int logLevel();

  /** Returns the time since 1970 in nanoseconds: WASI's {@code clock_time_get}. */
  long currentTimeNanoseconds();

  /** Returns the nanoseconds since some point in the past: WASI's {@code clock_time_get}. */
  long monotonicNanoseconds();

  /**
   * Sets the period of {@link PluginContext#onTick}: {@code proxy_set_tick_period_milliseconds}; 0
   * ends it.
   */
  void setTickPeriod(int milliseconds);

  /** Returns the UTF-8 form of a text, valid until the callback returns. */
  Bytes text(String text);

  /**
   * Returns a copy of some parts, one after the other, where hostcalls and searches are fast on it;
   * valid until the callback returns.
   *
   * @param bounds where each part begins and ends
   * @param count how many there are
   */
  Bytes join(Bytes[] parts, int[] bounds, int count);

  /** Returns the first value of a header, or null: {@code proxy_get_header_map_value}. */
  @Nullable String header(int map, String name);

  /** Returns the first value of a header as bytes, or null: {@code proxy_get_header_map_value}. */
  @Nullable Bytes headerBytes(int map, String name);

  /** Returns all headers in the serialized form of the ABI: {@code proxy_get_header_map_pairs}. */
  Bytes headerPairs(int map);

  /** Replaces all headers: {@code proxy_set_header_map_pairs}. */
  void setHeaderPairs(int map, HeaderList headers);

  /** Adds a value after those of the same name: {@code proxy_add_header_map_value}. */
  void addHeader(int map, String name, String value);

  /** Adds a value of any bytes: {@code proxy_add_header_map_value}. */
  void addHeader(int map, String name, Bytes value);

  /** Sets the one value of a header: {@code proxy_replace_header_map_value}. */
  void replaceHeader(int map, String name, String value);

  /** Sets the one value of a header to any bytes: {@code proxy_replace_header_map_value}. */
  void replaceHeader(int map, String name, Bytes value);

  /** Removes all values of a header: {@code proxy_remove_header_map_value}. */
  void removeHeader(int map, String name);

  /**
   * Returns what a buffer has from a position on, at most so many bytes: {@code
   * proxy_get_buffer_bytes}. A buffer that is not there is empty.
   */
  Bytes buffer(int buffer, int start, int maxLength);

  /** Returns how many bytes a buffer has: {@code proxy_get_buffer_status}. */
  int bufferSize(int buffer);

  /** Replaces a range of a buffer: {@code proxy_set_buffer_bytes}. */
  void setBuffer(int buffer, int start, int length, Bytes data);

  /** Lets a paused direction of a stream go on: {@code proxy_continue_stream}. */
  void continueStream(int stream);

  /** Resets a stream: {@code proxy_close_stream}. */
  void closeStream(int stream);

  /** Answers the request: {@code proxy_send_local_response}; a gRPC status of -1 means none. */
  void sendLocalResponse(
      int status, String details, Bytes body, HeaderList headers, int grpcStatus);

  /** Sends a request to a cluster and returns the id of the callout: {@code proxy_http_call}. */
  int httpCall(
      String cluster, HeaderList headers, Bytes body, HeaderList trailers, int timeoutMilliseconds);

  /**
   * Sends one message to a method of a gRPC service and returns the call: {@code proxy_grpc_call}.
   */
  int grpcCall(
      String cluster,
      String service,
      String method,
      HeaderList metadata,
      Bytes message,
      int timeoutMilliseconds);

  /** Opens a gRPC stream and returns its id: {@code proxy_grpc_stream}. */
  int grpcStream(String cluster, String service, String method, HeaderList metadata);

  /** Sends a message on a gRPC stream: {@code proxy_grpc_send}. */
  void grpcSend(int stream, Bytes message, boolean last);

  /** Ends a gRPC call or stream at once: {@code proxy_grpc_cancel}. */
  void grpcCancel(int call);

  /** Closes the own side of a gRPC stream: {@code proxy_grpc_close}. */
  void grpcClose(int stream);

  /**
   * Returns the id of the own queue, which is made where it is new: {@code
   * proxy_register_shared_queue}.
   */
  int registerSharedQueue(String name);

  /** Returns the id of a queue, or -1 if there is none: {@code proxy_resolve_shared_queue}. */
  int resolveSharedQueue(String vmId, String name);

  /** Puts a message into a queue: {@code proxy_enqueue_shared_queue}. */
  void enqueue(int queue, Bytes message);

  /** Takes a message out of a queue, or returns null: {@code proxy_dequeue_shared_queue}. */
  @Nullable Bytes dequeue(int queue);

  /** Calls a function that is not of the ABI: {@code proxy_call_foreign_function}. */
  Bytes callForeignFunction(String name, Bytes arguments);

  /** Returns why the callout failed whose callback runs: {@code proxy_get_status}. */
  CallStatus callStatus();

  /** Returns a shared value, or null: {@code proxy_get_shared_data}. */
  @Nullable SharedValue sharedData(String key);

  /**
   * Sets a shared value; false when it was changed since: {@code proxy_set_shared_data}. A cas of 0
   * always writes.
   */
  boolean setSharedData(String key, Bytes value, int cas);

  /** Returns the id of a metric, which is made where it is new: {@code proxy_define_metric}. */
  int defineMetric(int type, String name);

  /** Adds to a counter or a gauge: {@code proxy_increment_metric}. */
  void incrementMetric(int metric, long delta);

  /** Sets a gauge or gives a histogram a value: {@code proxy_record_metric}. */
  void recordMetric(int metric, long value);

  /** Returns the value of a counter or a gauge: {@code proxy_get_metric}. */
  long metric(int metric);

  /** Returns a property by its joined path, or null: {@code proxy_get_property}. */
  @Nullable Bytes property(String path);

  /** Sets a property by its joined path: {@code proxy_set_property}. */
  void setProperty(String path, Bytes value);

  /** Ends a plugin context whose {@code onDone} asked for more time: {@code proxy_done}. */
  void done();

  /**
   * Makes the following hostcalls speak of another context: {@code proxy_set_effective_context}.
   */
  void setEffectiveContext(int contextId);
}
