package io.proxywasm.javaguest.inside;

import static io.proxywasm.javaguest.inside.Hostcall.ADD_HEADER_MAP_VALUE;
import static io.proxywasm.javaguest.inside.Hostcall.CALL_FOREIGN_FUNCTION;
import static io.proxywasm.javaguest.inside.Hostcall.CLOCK_TIME_GET;
import static io.proxywasm.javaguest.inside.Hostcall.CLOSE_STREAM;
import static io.proxywasm.javaguest.inside.Hostcall.CONTINUE_STREAM;
import static io.proxywasm.javaguest.inside.Hostcall.DEFINE_METRIC;
import static io.proxywasm.javaguest.inside.Hostcall.DEQUEUE_SHARED_QUEUE;
import static io.proxywasm.javaguest.inside.Hostcall.DONE;
import static io.proxywasm.javaguest.inside.Hostcall.ENQUEUE_SHARED_QUEUE;
import static io.proxywasm.javaguest.inside.Hostcall.GET_BUFFER_BYTES;
import static io.proxywasm.javaguest.inside.Hostcall.GET_BUFFER_STATUS;
import static io.proxywasm.javaguest.inside.Hostcall.GET_HEADER_MAP_PAIRS;
import static io.proxywasm.javaguest.inside.Hostcall.GET_HEADER_MAP_VALUE;
import static io.proxywasm.javaguest.inside.Hostcall.GET_LOG_LEVEL;
import static io.proxywasm.javaguest.inside.Hostcall.GET_METRIC;
import static io.proxywasm.javaguest.inside.Hostcall.GET_PROPERTY;
import static io.proxywasm.javaguest.inside.Hostcall.GET_SHARED_DATA;
import static io.proxywasm.javaguest.inside.Hostcall.GET_STATUS;
import static io.proxywasm.javaguest.inside.Hostcall.GRPC_CALL;
import static io.proxywasm.javaguest.inside.Hostcall.GRPC_CANCEL;
import static io.proxywasm.javaguest.inside.Hostcall.GRPC_CLOSE;
import static io.proxywasm.javaguest.inside.Hostcall.GRPC_SEND;
import static io.proxywasm.javaguest.inside.Hostcall.GRPC_STREAM;
import static io.proxywasm.javaguest.inside.Hostcall.HTTP_CALL;
import static io.proxywasm.javaguest.inside.Hostcall.INCREMENT_METRIC;
import static io.proxywasm.javaguest.inside.Hostcall.LOG;
import static io.proxywasm.javaguest.inside.Hostcall.RECORD_METRIC;
import static io.proxywasm.javaguest.inside.Hostcall.REGISTER_SHARED_QUEUE;
import static io.proxywasm.javaguest.inside.Hostcall.REMOVE_HEADER_MAP_VALUE;
import static io.proxywasm.javaguest.inside.Hostcall.REPLACE_HEADER_MAP_VALUE;
import static io.proxywasm.javaguest.inside.Hostcall.RESOLVE_SHARED_QUEUE;
import static io.proxywasm.javaguest.inside.Hostcall.SEND_LOCAL_RESPONSE;
import static io.proxywasm.javaguest.inside.Hostcall.SET_BUFFER_BYTES;
import static io.proxywasm.javaguest.inside.Hostcall.SET_EFFECTIVE_CONTEXT;
import static io.proxywasm.javaguest.inside.Hostcall.SET_HEADER_MAP_PAIRS;
import static io.proxywasm.javaguest.inside.Hostcall.SET_PROPERTY;
import static io.proxywasm.javaguest.inside.Hostcall.SET_SHARED_DATA;
import static io.proxywasm.javaguest.inside.Hostcall.SET_TICK_PERIOD;

import io.proxywasm.abi.HeaderPairs;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.guest.Output;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.CallStatus;
import io.proxywasm.sdk.HeaderList;
import io.proxywasm.sdk.HostcallException;
import io.proxywasm.sdk.Hostcalls;
import io.proxywasm.sdk.SharedValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sdk's hostcalls on those of the host. What sdk.wasm.WasmHostcalls makes of a status, an
 * argument or the time before the start is made of it here, with the same words.
 */
final class JvmHostcalls implements Hostcalls {
  private static final int OK = 0;
  private static final int NOT_FOUND = 1;
  private static final int BAD_ARGUMENT = 2;
  private static final int EMPTY = 7;
  private static final int CAS_MISMATCH = 8;
  private static final int INTERNAL_FAILURE = 10;
  private static final int CALL_RESPONSE_TRAILERS = 7;

  /** What WASI says of a function that is not allowed. */
  private static final int NOT_CAPABLE = 76;

  private final io.proxywasm.host.guest.Hostcalls host;
  private final Output output;

  /** A bit for each hostcall that the configuration does not allow. */
  private final long denied;

  /** Whether the VM has started; before that the ABI allows only logging and the clocks. */
  private boolean started;

  JvmHostcalls(io.proxywasm.host.guest.Hostcalls host, Predicate<String> allowed) {
    this.host = host;
    this.output = host.output();
    long bits = 0;
    for (Hostcall call : Hostcall.values()) {
      if (!allowed.test(call.abiName())) {
        bits |= 1L << call.ordinal();
      }
    }
    this.denied = bits;
  }

  void start() {
    started = true;
  }

  private boolean isAllowed(Hostcall call) {
    return (denied & 1L << call.ordinal()) == 0;
  }

  /** Whether to ask the host; where not, the status is INTERNAL_FAILURE, as in Envoy. */
  private boolean may(Hostcall call) {
    if (!started) {
      throw new IllegalStateException(
          call.abiName()
              + " is not allowed before the VM starts: call it in onStart, onConfigure or later");
    }
    return isAllowed(call);
  }

  private static HostcallException failed(Hostcall call, Object argument, int status) {
    return new HostcallException(call.abiName(), argument.toString(), status);
  }

  private Bytes result() {
    String text = output.text();
    return text != null
        ? new TextBytes(text, 0, text.length())
        : new ArrayBytes(output.toByteArray());
  }

  private String resultText() {
    String text = output.text();
    return text != null ? Wire.decode(text) : new ArrayBytes(output.toByteArray()).utf8();
  }

  /** What is more than the ABI's serialization may hold arrives as an empty map, as in Envoy. */
  private static HeaderMap wire(HeaderList headers) {
    int count = headers.size();
    HeaderMap map = new HeaderMap(count);
    for (int i = 0; i < count; i++) {
      Object value = headers.part(2 * i + 1);
      map.add(
          Wire.encode(headers.name(i)),
          value instanceof String text ? Wire.encode(text) : Wire.of((Bytes) value));
    }
    if (count > HeaderPairs.MAX_PAIRS || 4 + 10 * count + map.byteSize() > HeaderPairs.MAX_BYTES) {
      map.clear();
    }
    return map;
  }

  @Override
  public void log(int level, String message) {
    if (isAllowed(LOG)) {
      var unused = host.log(level, message);
    }
  }

  @Override
  public int logLevel() {
    if (!started) {
      return 0;
    }
    int status = isAllowed(GET_LOG_LEVEL) ? host.getLogLevel() : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GET_LOG_LEVEL, "", status);
    }
    return (int) output.number();
  }

  @Override
  public long currentTimeNanoseconds() {
    checkClock();
    return host.currentTimeNanoseconds();
  }

  @Override
  public long monotonicNanoseconds() {
    checkClock();
    return host.monotonicNanoseconds();
  }

  private void checkClock() {
    if (!isAllowed(CLOCK_TIME_GET)) {
      throw failed(CLOCK_TIME_GET, "", NOT_CAPABLE);
    }
  }

  @Override
  public void setTickPeriod(int milliseconds) {
    int status =
        may(SET_TICK_PERIOD) ? host.setTickPeriodMilliseconds(milliseconds) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(SET_TICK_PERIOD, milliseconds, status);
    }
  }

  @Override
  public Bytes text(String text) {
    return Wire.isAscii(text)
        ? new TextBytes(text, 0, text.length())
        : new ArrayBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Bytes join(Bytes[] parts, int[] bounds, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.write(Wire.array(parts[i]), bounds[2 * i], bounds[2 * i + 1] - bounds[2 * i]);
    }
    return new ArrayBytes(all.toByteArray());
  }

  /** Leaves the value of a header in the output and says whether there is one. */
  private boolean findHeader(int map, String name) {
    int status =
        may(GET_HEADER_MAP_VALUE)
            ? host.getHeaderMapValue(map, Wire.encode(name))
            : INTERNAL_FAILURE;
    if (status == OK) {
      return true;
    }
    // Envoy has no map for the trailers of a callout that got none.
    if (status == NOT_FOUND || status == BAD_ARGUMENT && map == CALL_RESPONSE_TRAILERS) {
      return false;
    }
    throw failed(GET_HEADER_MAP_VALUE, name, status);
  }

  @Override
  public @Nullable String header(int map, String name) {
    return findHeader(map, name) ? resultText() : null;
  }

  @Override
  public @Nullable Bytes headerBytes(int map, String name) {
    return findHeader(map, name) ? result() : null;
  }

  @Override
  public Bytes headerPairs(int map) {
    int status = may(GET_HEADER_MAP_PAIRS) ? host.getHeaderMapPairs(map) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GET_HEADER_MAP_PAIRS, "map " + map, status);
    }
    return result();
  }

  @Override
  public void setHeaderPairs(int map, HeaderList headers) {
    int status =
        may(SET_HEADER_MAP_PAIRS) ? host.setHeaderMapPairs(map, wire(headers)) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(SET_HEADER_MAP_PAIRS, "map " + map, status);
    }
  }

  @Override
  public void addHeader(int map, String name, String value) {
    addWire(map, name, Wire.encode(value));
  }

  @Override
  public void addHeader(int map, String name, Bytes value) {
    addWire(map, name, Wire.of(value));
  }

  private void addWire(int map, String name, String value) {
    int status =
        may(ADD_HEADER_MAP_VALUE)
            ? host.addHeaderMapValue(map, Wire.encode(name), value)
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(ADD_HEADER_MAP_VALUE, name, status);
    }
  }

  @Override
  public void replaceHeader(int map, String name, String value) {
    replaceWire(map, name, Wire.encode(value));
  }

  @Override
  public void replaceHeader(int map, String name, Bytes value) {
    replaceWire(map, name, Wire.of(value));
  }

  private void replaceWire(int map, String name, String value) {
    int status =
        may(REPLACE_HEADER_MAP_VALUE)
            ? host.replaceHeaderMapValue(map, Wire.encode(name), value)
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(REPLACE_HEADER_MAP_VALUE, name, status);
    }
  }

  @Override
  public void removeHeader(int map, String name) {
    int status =
        may(REMOVE_HEADER_MAP_VALUE)
            ? host.removeHeaderMapValue(map, Wire.encode(name))
            : INTERNAL_FAILURE;
    if (status != OK && status != NOT_FOUND) {
      throw failed(REMOVE_HEADER_MAP_VALUE, name, status);
    }
  }

  @Override
  public Bytes buffer(int buffer, int start, int maxLength) {
    int status =
        may(GET_BUFFER_BYTES) ? host.getBufferBytes(buffer, start, maxLength) : INTERNAL_FAILURE;
    if (status == NOT_FOUND) {
      return Bytes.empty();
    }
    if (status != OK) {
      throw failed(GET_BUFFER_BYTES, "buffer " + buffer, status);
    }
    return result();
  }

  @Override
  public int bufferSize(int buffer) {
    int status = may(GET_BUFFER_STATUS) ? host.getBufferStatus(buffer) : INTERNAL_FAILURE;
    if (status == NOT_FOUND) {
      return 0;
    }
    if (status != OK) {
      throw failed(GET_BUFFER_STATUS, "buffer " + buffer, status);
    }
    return (int) output.number();
  }

  @Override
  public void setBuffer(int buffer, int start, int length, Bytes data) {
    int status =
        may(SET_BUFFER_BYTES)
            ? host.setBufferBytes(buffer, start, length, Wire.array(data))
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(SET_BUFFER_BYTES, "buffer " + buffer, status);
    }
  }

  @Override
  public void continueStream(int stream) {
    int status = may(CONTINUE_STREAM) ? host.continueStream(stream) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(CONTINUE_STREAM, "stream " + stream, status);
    }
  }

  @Override
  public void closeStream(int stream) {
    int status = may(CLOSE_STREAM) ? host.closeStream(stream) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(CLOSE_STREAM, "stream " + stream, status);
    }
  }

  @Override
  public void sendLocalResponse(
      int status, String details, Bytes body, HeaderList headers, int grpcStatus) {
    int result =
        may(SEND_LOCAL_RESPONSE)
            ? host.sendLocalResponse(
                status, Wire.encode(details), Wire.array(body), wire(headers), grpcStatus)
            : INTERNAL_FAILURE;
    if (result != OK) {
      throw failed(SEND_LOCAL_RESPONSE, status, result);
    }
  }

  @Override
  public int httpCall(
      String cluster,
      HeaderList headers,
      Bytes body,
      HeaderList trailers,
      int timeoutMilliseconds) {
    int status =
        may(HTTP_CALL)
            ? host.httpCall(
                Wire.encode(cluster),
                wire(headers),
                Wire.array(body),
                wire(trailers),
                timeoutMilliseconds)
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(HTTP_CALL, cluster, status);
    }
    return (int) output.number();
  }

  @Override
  public int grpcCall(
      String cluster,
      String service,
      String method,
      HeaderList metadata,
      Bytes message,
      int timeoutMilliseconds) {
    int status =
        may(GRPC_CALL)
            ? host.grpcCall(
                cluster.getBytes(StandardCharsets.UTF_8),
                Wire.encode(service),
                Wire.encode(method),
                wire(metadata),
                Wire.array(message),
                timeoutMilliseconds)
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GRPC_CALL, cluster, status);
    }
    return (int) output.number();
  }

  @Override
  public int grpcStream(String cluster, String service, String method, HeaderList metadata) {
    int status =
        may(GRPC_STREAM)
            ? host.grpcStream(
                cluster.getBytes(StandardCharsets.UTF_8),
                Wire.encode(service),
                Wire.encode(method),
                wire(metadata))
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GRPC_STREAM, cluster, status);
    }
    return (int) output.number();
  }

  @Override
  public void grpcSend(int stream, Bytes message, boolean last) {
    int status =
        may(GRPC_SEND) ? host.grpcSend(stream, Wire.array(message), last) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GRPC_SEND, stream, status);
    }
  }

  @Override
  public void grpcCancel(int call) {
    int status = may(GRPC_CANCEL) ? host.grpcCancel(call) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GRPC_CANCEL, call, status);
    }
  }

  @Override
  public void grpcClose(int stream) {
    int status = may(GRPC_CLOSE) ? host.grpcClose(stream) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GRPC_CLOSE, stream, status);
    }
  }

  @Override
  public int registerSharedQueue(String name) {
    int status =
        may(REGISTER_SHARED_QUEUE) ? host.registerSharedQueue(Wire.encode(name)) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(REGISTER_SHARED_QUEUE, name, status);
    }
    return (int) output.number();
  }

  @Override
  public int resolveSharedQueue(String vmId, String name) {
    int status =
        may(RESOLVE_SHARED_QUEUE)
            ? host.resolveSharedQueue(Wire.encode(vmId), Wire.encode(name))
            : INTERNAL_FAILURE;
    if (status == NOT_FOUND) {
      return -1;
    }
    if (status != OK) {
      throw failed(RESOLVE_SHARED_QUEUE, name, status);
    }
    return (int) output.number();
  }

  @Override
  public void enqueue(int queue, Bytes message) {
    int status =
        may(ENQUEUE_SHARED_QUEUE)
            ? host.enqueueSharedQueue(queue, Wire.array(message))
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(ENQUEUE_SHARED_QUEUE, queue, status);
    }
  }

  @Override
  public @Nullable Bytes dequeue(int queue) {
    int status = may(DEQUEUE_SHARED_QUEUE) ? host.dequeueSharedQueue(queue) : INTERNAL_FAILURE;
    if (status == EMPTY) {
      return null;
    }
    if (status != OK) {
      throw failed(DEQUEUE_SHARED_QUEUE, queue, status);
    }
    return result();
  }

  @Override
  public Bytes callForeignFunction(String name, Bytes arguments) {
    int status =
        may(CALL_FOREIGN_FUNCTION)
            ? host.callForeignFunction(Wire.encode(name), Wire.array(arguments))
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(CALL_FOREIGN_FUNCTION, name, status);
    }
    return result();
  }

  @Override
  public CallStatus callStatus() {
    int status = may(GET_STATUS) ? host.getStatus() : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GET_STATUS, "", status);
    }
    return new CallStatus((int) output.number(), resultText());
  }

  @Override
  public @Nullable SharedValue sharedData(String key) {
    int status = may(GET_SHARED_DATA) ? host.getSharedData(Wire.encode(key)) : INTERNAL_FAILURE;
    if (status == NOT_FOUND) {
      return null;
    }
    if (status != OK) {
      throw failed(GET_SHARED_DATA, key, status);
    }
    return new SharedValue(result(), (int) output.number());
  }

  @Override
  public boolean setSharedData(String key, Bytes value, int cas) {
    int status =
        may(SET_SHARED_DATA)
            ? host.setSharedData(Wire.encode(key), Wire.array(value), cas)
            : INTERNAL_FAILURE;
    if (status == CAS_MISMATCH) {
      return false;
    }
    if (status != OK) {
      throw failed(SET_SHARED_DATA, key, status);
    }
    return true;
  }

  @Override
  public int defineMetric(int type, String name) {
    int status = may(DEFINE_METRIC) ? host.defineMetric(type, Wire.encode(name)) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(DEFINE_METRIC, name, status);
    }
    return (int) output.number();
  }

  @Override
  public void incrementMetric(int metric, long delta) {
    int status = may(INCREMENT_METRIC) ? host.incrementMetric(metric, delta) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(INCREMENT_METRIC, metric + ", " + delta, status);
    }
  }

  @Override
  public void recordMetric(int metric, long value) {
    int status = may(RECORD_METRIC) ? host.recordMetric(metric, value) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(RECORD_METRIC, metric + ", " + value, status);
    }
  }

  @Override
  public long metric(int metric) {
    int status = may(GET_METRIC) ? host.getMetric(metric) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(GET_METRIC, metric, status);
    }
    return output.number();
  }

  @Override
  public @Nullable Bytes property(String path) {
    int status = may(GET_PROPERTY) ? host.getProperty(Wire.encode(path)) : INTERNAL_FAILURE;
    if (status == NOT_FOUND) {
      return null;
    }
    if (status != OK) {
      throw failed(GET_PROPERTY, path.replace('\0', '.'), status);
    }
    return result();
  }

  @Override
  public void setProperty(String path, Bytes value) {
    int status =
        may(SET_PROPERTY)
            ? host.setProperty(Wire.encode(path), Wire.array(value))
            : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(SET_PROPERTY, path.replace('\0', '.'), status);
    }
  }

  @Override
  public void done() {
    int status = may(DONE) ? host.done() : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(DONE, "", status);
    }
  }

  @Override
  public void setEffectiveContext(int contextId) {
    int status =
        may(SET_EFFECTIVE_CONTEXT) ? host.setEffectiveContext(contextId) : INTERNAL_FAILURE;
    if (status != OK) {
      throw failed(SET_EFFECTIVE_CONTEXT, contextId, status);
    }
  }
}
