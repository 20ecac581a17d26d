package io.proxywasm.host.engine;

import static io.proxywasm.abi.AbiVersion.V0_1_0;
import static io.proxywasm.abi.AbiVersion.V0_2_0;
import static io.proxywasm.abi.AbiVersion.V0_2_1;

import io.proxywasm.abi.BufferType;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.MapType;
import io.proxywasm.abi.Status;
import io.proxywasm.abi.StreamType;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.guest.Hostcalls;

/**
 * What guests import from {@code env}. Each method reads what its pointers point to, lets the
 * {@link Hostcalls} do it, and writes back what they gave. Every pointer may be wrong, on purpose:
 * the answer is a status. Checks come in Envoy's order, as a plugin can see which comes first.
 */
final class ProxyCalls {
  private static final int OK = Status.OK.code();
  private static final int NOT_FOUND = Status.NOT_FOUND.code();
  private static final int BAD_ARGUMENT = Status.BAD_ARGUMENT.code();
  private static final int INVALID_MEMORY_ACCESS = Border.INVALID_MEMORY_ACCESS;
  private static final int LEVELS = LogLevel.values().length;
  private static final int MAPS = MapType.values().length;
  private static final int BUFFERS = BufferType.values().length;
  private static final int STREAMS = StreamType.values().length;
  private static final int REQUEST = StreamType.HTTP_REQUEST.code();
  private static final int RESPONSE = StreamType.HTTP_RESPONSE.code();

  private final Border border;
  private final LinearMemory memory;
  private final Hostcalls hostcalls;

  ProxyCalls(Border border, LinearMemory memory, Hostcalls hostcalls) {
    this.border = border;
    this.memory = memory;
    this.hostcalls = hostcalls;
  }

  // General

  @HostFunction(value = "proxy_log", whileStarting = true, whileAllocating = true)
  int log(int level, int address, int size) {
    if (!below(level, LEVELS)) {
      return BAD_ARGUMENT;
    }
    if (!memory.has(address, size)) {
      return INVALID_MEMORY_ACCESS;
    }
    return border.log(level, memory.utf8(address, size));
  }

  @HostFunction(value = "proxy_get_log_level", versions = V0_2_1)
  int getLogLevel(int levelAt) {
    return number(hostcalls.getLogLevel(), levelAt);
  }

  @HostFunction("proxy_get_current_time_nanoseconds")
  int getCurrentTimeNanoseconds(int timeAt) {
    return stored(border.putLong(timeAt, hostcalls.currentTimeNanoseconds()));
  }

  @HostFunction("proxy_set_tick_period_milliseconds")
  int setTickPeriodMilliseconds(int period) {
    return hostcalls.setTickPeriodMilliseconds(period);
  }

  @HostFunction("proxy_get_property")
  int getProperty(int path, int pathSize, int valueAt, int sizeAt) {
    if (!memory.has(path, pathSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return bytes(hostcalls.getProperty(memory.latin1(path, pathSize)), valueAt, sizeAt);
  }

  @HostFunction("proxy_set_property")
  int setProperty(int path, int pathSize, int value, int valueSize) {
    if (!memory.has(path, pathSize) || !memory.has(value, valueSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.setProperty(memory.latin1(path, pathSize), memory.copyOf(value, valueSize));
  }

  @HostFunction(value = "proxy_get_configuration", versions = V0_1_0)
  int getConfiguration(int valueAt, int sizeAt) {
    return bytes(hostcalls.getConfiguration(), valueAt, sizeAt);
  }

  @HostFunction("proxy_get_status")
  int getStatus(int codeAt, int messageAt, int sizeAt) {
    int status = number(hostcalls.getStatus(), codeAt);
    return bytes(status, messageAt, sizeAt);
  }

  @HostFunction("proxy_set_effective_context")
  int setEffectiveContext(int contextId) {
    return hostcalls.setEffectiveContext(contextId);
  }

  @HostFunction("proxy_done")
  int done() {
    return hostcalls.done();
  }

  @HostFunction("proxy_call_foreign_function")
  int callForeignFunction(
      int name, int nameSize, int arguments, int argumentsSize, int resultAt, int sizeAt) {
    if (!memory.has(name, nameSize) || !memory.has(arguments, argumentsSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    int status =
        hostcalls.callForeignFunction(
            memory.latin1(name, nameSize), memory.copyOf(arguments, argumentsSize));
    if (status == NOT_FOUND) {
      return NOT_FOUND;
    }
    // Either place may be 0: the guest does not want that part then.
    int size = status == OK ? hostcalls.output().size() : 0;
    if (resultAt != 0) {
      int address = status == OK ? border.place() : 0;
      if (address == Border.FAILED || !border.putInt(resultAt, address)) {
        return INVALID_MEMORY_ACCESS;
      }
    }
    if (sizeAt != 0 && !border.putInt(sizeAt, size)) {
      return INVALID_MEMORY_ACCESS;
    }
    return status;
  }

  // Streams

  @HostFunction(value = "proxy_continue_request", versions = V0_1_0)
  int continueRequest() {
    return hostcalls.continueStream(REQUEST);
  }

  @HostFunction(value = "proxy_continue_response", versions = V0_1_0)
  int continueResponse() {
    return hostcalls.continueStream(RESPONSE);
  }

  @HostFunction(
      value = "proxy_continue_stream",
      versions = {V0_2_0, V0_2_1})
  int continueStream(int type) {
    return below(type, STREAMS) ? hostcalls.continueStream(type) : BAD_ARGUMENT;
  }

  @HostFunction(
      value = "proxy_close_stream",
      versions = {V0_2_0, V0_2_1})
  int closeStream(int type) {
    return below(type, STREAMS) ? hostcalls.closeStream(type) : BAD_ARGUMENT;
  }

  @HostFunction(value = "proxy_clear_route_cache", versions = V0_1_0)
  int clearRouteCache() {
    return hostcalls.clearRouteCache();
  }

  @HostFunction("proxy_send_local_response")
  int sendLocalResponse(
      int status,
      int details,
      int detailsSize,
      int body,
      int bodySize,
      int headers,
      int headersSize,
      int grpcStatus) {
    if (!memory.has(details, detailsSize)
        || !memory.has(body, bodySize)
        || !memory.has(headers, headersSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.sendLocalResponse(
        status,
        memory.latin1(details, detailsSize),
        memory.copyOf(body, bodySize),
        pairs(headers, headersSize),
        grpcStatus);
  }

  // Header maps

  @HostFunction("proxy_get_header_map_value")
  int getHeaderMapValue(int type, int key, int keySize, int valueAt, int sizeAt) {
    if (!below(type, MAPS)) {
      return BAD_ARGUMENT;
    }
    if (!memory.has(key, keySize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return bytes(hostcalls.getHeaderMapValue(type, memory.latin1(key, keySize)), valueAt, sizeAt);
  }

  @HostFunction("proxy_add_header_map_value")
  int addHeaderMapValue(int type, int key, int keySize, int value, int valueSize) {
    if (!below(type, MAPS)) {
      return BAD_ARGUMENT;
    }
    if (!memory.has(key, keySize) || !memory.has(value, valueSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.addHeaderMapValue(
        type, memory.latin1(key, keySize), memory.latin1(value, valueSize));
  }

  @HostFunction("proxy_replace_header_map_value")
  int replaceHeaderMapValue(int type, int key, int keySize, int value, int valueSize) {
    if (!below(type, MAPS)) {
      return BAD_ARGUMENT;
    }
    if (!memory.has(key, keySize) || !memory.has(value, valueSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.replaceHeaderMapValue(
        type, memory.latin1(key, keySize), memory.latin1(value, valueSize));
  }

  @HostFunction("proxy_remove_header_map_value")
  int removeHeaderMapValue(int type, int key, int keySize) {
    if (!below(type, MAPS)) {
      return BAD_ARGUMENT;
    }
    if (!memory.has(key, keySize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.removeHeaderMapValue(type, memory.latin1(key, keySize));
  }

  @HostFunction("proxy_get_header_map_pairs")
  int getHeaderMapPairs(int type, int pairsAt, int sizeAt) {
    return below(type, MAPS)
        ? bytes(hostcalls.getHeaderMapPairs(type), pairsAt, sizeAt)
        : BAD_ARGUMENT;
  }

  @HostFunction("proxy_set_header_map_pairs")
  int setHeaderMapPairs(int type, int pairs, int size) {
    if (!below(type, MAPS)) {
      return BAD_ARGUMENT;
    }
    if (!memory.has(pairs, size)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.setHeaderMapPairs(type, pairs(pairs, size));
  }

  @HostFunction("proxy_get_header_map_size")
  int getHeaderMapSize(int type, int sizeAt) {
    return below(type, MAPS) ? number(hostcalls.getHeaderMapSize(type), sizeAt) : BAD_ARGUMENT;
  }

  // Buffers

  @HostFunction("proxy_get_buffer_bytes")
  int getBufferBytes(int type, int start, int maxSize, int bytesAt, int sizeAt) {
    return below(type, BUFFERS)
        ? bytes(hostcalls.getBufferBytes(type, start, maxSize), bytesAt, sizeAt)
        : BAD_ARGUMENT;
  }

  @HostFunction("proxy_get_buffer_status")
  int getBufferStatus(int type, int lengthAt, int flagsAt) {
    if (!below(type, BUFFERS)) {
      return BAD_ARGUMENT;
    }
    int status = number(hostcalls.getBufferStatus(type), lengthAt);
    return status == OK ? stored(border.putInt(flagsAt, 0)) : status;
  }

  @HostFunction("proxy_set_buffer_bytes")
  int setBufferBytes(int type, int start, int size, int data, int dataSize) {
    if (!below(type, BUFFERS)) {
      return BAD_ARGUMENT;
    }
    if (!memory.has(data, dataSize)) {
      int status = hostcalls.getBufferStatus(type);
      return status == OK ? INVALID_MEMORY_ACCESS : status;
    }
    return hostcalls.setBufferBytes(type, start, size, memory.copyOf(data, dataSize));
  }

  // Callouts

  @HostFunction("proxy_http_call")
  int httpCall(
      int cluster,
      int clusterSize,
      int headers,
      int headersSize,
      int body,
      int bodySize,
      int trailers,
      int trailersSize,
      int timeoutMilliseconds,
      int callIdAt) {
    if (!memory.has(cluster, clusterSize)
        || !memory.has(body, bodySize)
        || !memory.has(headers, headersSize)
        || !memory.has(trailers, trailersSize)
        || !memory.has(callIdAt, 4)) {
      return INVALID_MEMORY_ACCESS;
    }
    int status =
        hostcalls.httpCall(
            memory.latin1(cluster, clusterSize),
            pairs(headers, headersSize),
            memory.copyOf(body, bodySize),
            pairs(trailers, trailersSize),
            timeoutMilliseconds);
    memory.writeI32(callIdAt, status == OK ? (int) hostcalls.output().number() : 0);
    return status;
  }

  @HostFunction("proxy_grpc_call")
  int grpcCall(
      int upstream,
      int upstreamSize,
      int service,
      int serviceSize,
      int method,
      int methodSize,
      int initialMetadata,
      int initialMetadataSize,
      int message,
      int messageSize,
      int timeoutMilliseconds,
      int callIdAt) {
    if (!memory.has(upstream, upstreamSize)
        || !memory.has(service, serviceSize)
        || !memory.has(method, methodSize)
        || !memory.has(initialMetadata, initialMetadataSize)
        || !memory.has(message, messageSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return number(
        hostcalls.grpcCall(
            memory.copyOf(upstream, upstreamSize),
            memory.latin1(service, serviceSize),
            memory.latin1(method, methodSize),
            pairs(initialMetadata, initialMetadataSize),
            memory.copyOf(message, messageSize),
            timeoutMilliseconds),
        callIdAt);
  }

  @HostFunction("proxy_grpc_stream")
  int grpcStream(
      int upstream,
      int upstreamSize,
      int service,
      int serviceSize,
      int method,
      int methodSize,
      int initialMetadata,
      int initialMetadataSize,
      int streamIdAt) {
    if (!memory.has(upstream, upstreamSize)
        || !memory.has(service, serviceSize)
        || !memory.has(method, methodSize)
        || !memory.has(initialMetadata, initialMetadataSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return number(
        hostcalls.grpcStream(
            memory.copyOf(upstream, upstreamSize),
            memory.latin1(service, serviceSize),
            memory.latin1(method, methodSize),
            pairs(initialMetadata, initialMetadataSize)),
        streamIdAt);
  }

  @HostFunction("proxy_grpc_send")
  int grpcSend(int id, int message, int messageSize, int endStream) {
    if (!memory.has(message, messageSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.grpcSend(id, memory.copyOf(message, messageSize), endStream != 0);
  }

  @HostFunction("proxy_grpc_cancel")
  int grpcCancel(int id) {
    return hostcalls.grpcCancel(id);
  }

  @HostFunction("proxy_grpc_close")
  int grpcClose(int id) {
    return hostcalls.grpcClose(id);
  }

  // Shared data and queues

  @HostFunction("proxy_get_shared_data")
  int getSharedData(int key, int keySize, int valueAt, int sizeAt, int casAt) {
    if (!memory.has(key, keySize)) {
      return INVALID_MEMORY_ACCESS;
    }
    int status = hostcalls.getSharedData(memory.latin1(key, keySize));
    int cas = (int) hostcalls.output().number();
    status = bytes(status, valueAt, sizeAt);
    return status == OK ? stored(border.putInt(casAt, cas)) : status;
  }

  @HostFunction("proxy_set_shared_data")
  int setSharedData(int key, int keySize, int value, int valueSize, int cas) {
    if (!memory.has(key, keySize) || !memory.has(value, valueSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.setSharedData(
        memory.latin1(key, keySize), memory.copyOf(value, valueSize), cas);
  }

  @HostFunction("proxy_register_shared_queue")
  int registerSharedQueue(int name, int nameSize, int queueIdAt) {
    if (!memory.has(name, nameSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return number(hostcalls.registerSharedQueue(memory.latin1(name, nameSize)), queueIdAt);
  }

  @HostFunction("proxy_resolve_shared_queue")
  int resolveSharedQueue(int vmId, int vmIdSize, int name, int nameSize, int queueIdAt) {
    if (!memory.has(vmId, vmIdSize) || !memory.has(name, nameSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return number(
        hostcalls.resolveSharedQueue(memory.latin1(vmId, vmIdSize), memory.latin1(name, nameSize)),
        queueIdAt);
  }

  @HostFunction("proxy_dequeue_shared_queue")
  int dequeueSharedQueue(int queueId, int valueAt, int sizeAt) {
    return bytes(hostcalls.dequeueSharedQueue(queueId), valueAt, sizeAt);
  }

  @HostFunction("proxy_enqueue_shared_queue")
  int enqueueSharedQueue(int queueId, int value, int valueSize) {
    if (!memory.has(value, valueSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return hostcalls.enqueueSharedQueue(queueId, memory.copyOf(value, valueSize));
  }

  // Metrics

  @HostFunction("proxy_define_metric")
  int defineMetric(int type, int name, int nameSize, int metricIdAt) {
    if (!memory.has(name, nameSize)) {
      return INVALID_MEMORY_ACCESS;
    }
    return number(hostcalls.defineMetric(type, memory.latin1(name, nameSize)), metricIdAt);
  }

  @HostFunction("proxy_increment_metric")
  int incrementMetric(int id, long delta) {
    return hostcalls.incrementMetric(id, delta);
  }

  @HostFunction("proxy_record_metric")
  int recordMetric(int id, long value) {
    return hostcalls.recordMetric(id, value);
  }

  @HostFunction("proxy_get_metric")
  int getMetric(int id, int valueAt) {
    int status = hostcalls.getMetric(id);
    return status == OK ? stored(border.putLong(valueAt, hostcalls.output().number())) : status;
  }

  // Helpers that Emscripten's C library imports

  @HostFunction(value = "pthread_equal")
  int pthreadEqual(int left, int right) {
    return left == right ? 1 : 0;
  }

  @HostFunction(value = "emscripten_notify_memory_growth", whileStarting = true)
  void emscriptenNotifyMemoryGrowth(int memoryIndex) {}

  private HeaderMap pairs(int address, int size) {
    return Pairs.read(memory, address, size);
  }

  /** Whether an unsigned number is one of an enum. */
  private static boolean below(int value, int count) {
    return value >= 0 && value < count;
  }

  private int bytes(int status, int addressAt, int sizeAt) {
    return status == OK ? border.give(addressAt, sizeAt) : status;
  }

  private int number(int status, int at) {
    return status == OK ? stored(border.putInt(at, (int) hostcalls.output().number())) : status;
  }

  private static int stored(boolean done) {
    return done ? OK : INVALID_MEMORY_ACCESS;
  }
}
