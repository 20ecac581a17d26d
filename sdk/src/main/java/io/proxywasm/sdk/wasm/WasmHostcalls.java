package io.proxywasm.sdk.wasm;

import static io.proxywasm.sdk.wasm.Arena.OUT;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.CallStatus;
import io.proxywasm.sdk.Digits;
import io.proxywasm.sdk.HeaderList;
import io.proxywasm.sdk.HostcallException;
import io.proxywasm.sdk.Hostcalls;
import io.proxywasm.sdk.SharedValue;
import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;

/**
 * The hostcalls on the imports of the module: arguments are written to the arena, results are views
 * of it.
 */
final class WasmHostcalls implements Hostcalls {
  static final WasmHostcalls INSTANCE = new WasmHostcalls();

  /**
   * Whether the VM has started; before that the ABI allows only logging and time, and Envoy ends
   * the VM otherwise.
   */
  static boolean started;

  private static final int OK = 0;
  private static final int NOT_FOUND = 1;
  private static final int BAD_ARGUMENT = 2;
  private static final int EMPTY = 7;
  private static final int CALL_RESPONSE_TRAILERS = 7;
  private static final int CAS_MISMATCH = 8;

  private WasmHostcalls() {}

  private static void allow(String hostcall) {
    if (!started) {
      throw new IllegalStateException(
          hostcall
              + " is not allowed before the VM starts: call it in onStart, onConfigure or later");
    }
  }

  private static void check(int status, String hostcall, String argument) {
    if (status != OK) {
      throw new HostcallException(hostcall, argument, status);
    }
  }

  private static int out(int offset) {
    return Address.fromInt(OUT + offset).getInt();
  }

  /** The bytes that a hostcall gave: their address is at OUT, their length at OUT + 4. */
  private static Bytes result() {
    return new MemoryBytes(out(0), out(4));
  }

  /** Brings bytes into the arena, sets Arena.length and returns where they are. */
  static int put(Bytes bytes) {
    if (bytes instanceof MemoryBytes memory) {
      Arena.length = memory.length();
      return memory.address();
    }
    return copy(bytes, 0, bytes.length());
  }

  /** Copies bytes to the end of the arena, sets Arena.length and returns where they are. */
  private static int copy(Bytes bytes, int from, int to) {
    int start = Arena.reserve(to - from);
    if (bytes instanceof MemoryBytes memory) {
      Address.moveMemoryBlock(
          Address.fromInt(memory.address() + from), Address.fromInt(start), to - from);
    } else {
      byte[] array = bytes.toByteArray();
      for (int i = from; i < to; i++) {
        Address.fromInt(start + i - from).putByte(array[i]);
      }
    }
    Arena.length = to - from;
    return start;
  }

  /** Serializes headers, sets Arena.length and returns where they are. */
  private static int put(HeaderList headers) {
    int count = headers.size();
    int start = Arena.mark();
    if (count > 0) {
      Arena.reserve(4 + 8 * count);
      Address.fromInt(start).putInt(count);
      for (int i = 0; i < 2 * count; i++) {
        if (headers.part(i) instanceof String text) {
          Arena.put(text);
        } else {
          Bytes value = (Bytes) headers.part(i);
          copy(value, 0, value.length());
        }
        Address.fromInt(start + 4 + 4 * i).putInt(Arena.length);
        Address.fromInt(Arena.reserve(1)).putByte((byte) 0);
      }
    }
    Arena.length = Arena.mark() - start;
    return start;
  }

  @Override
  public void log(int level, String message) {
    int mark = Arena.mark();
    int text = Arena.put(message);
    Imports.log(level, text, Arena.length);
    Arena.release(mark);
  }

  @Override
  public int logLevel() {
    if (!started) {
      return 0;
    }
    check(Imports.logLevel(OUT), "proxy_get_log_level", "");
    return out(0);
  }

  @Override
  public long currentTimeNanoseconds() {
    return time(0);
  }

  @Override
  public long monotonicNanoseconds() {
    return time(1);
  }

  private static long time(int clock) {
    check(Imports.clockTime(clock, 0, OUT), "clock_time_get", "");
    return Address.fromInt(OUT).getLong();
  }

  @Override
  public void setTickPeriod(int milliseconds) {
    allow("proxy_set_tick_period_milliseconds");
    check(
        Imports.setTickPeriod(milliseconds),
        "proxy_set_tick_period_milliseconds",
        Digits.of(milliseconds));
  }

  @Override
  public Bytes text(String text) {
    int start = Arena.put(text);
    return new MemoryBytes(start, Arena.length);
  }

  @Override
  public Bytes join(Bytes[] parts, int[] bounds, int count) {
    int start = Arena.mark();
    for (int i = 0; i < count; i++) {
      copy(parts[i], bounds[2 * i], bounds[2 * i + 1]);
    }
    return new MemoryBytes(start, Arena.mark() - start);
  }

  /** Leaves the value of a header at OUT and says whether there is one. */
  private static boolean findHeader(int map, String name) {
    allow("proxy_get_header_map_value");
    int key = Arena.put(name);
    int status = Imports.header(map, key, Arena.length, OUT, OUT + 4);
    // Envoy has no map for the trailers of a callout that got none.
    if (status == NOT_FOUND || status == BAD_ARGUMENT && map == CALL_RESPONSE_TRAILERS) {
      return false;
    }
    check(status, "proxy_get_header_map_value", name);
    return true;
  }

  @Override
  public @Nullable String header(int map, String name) {
    int mark = Arena.mark();
    String value = null;
    if (findHeader(map, name)) {
      value = Ascii.read(out(0), out(4));
      if (value == null) {
        value = result().utf8();
      }
    }
    Arena.release(mark);
    return value;
  }

  @Override
  public @Nullable Bytes headerBytes(int map, String name) {
    return findHeader(map, name) ? result() : null;
  }

  @Override
  public Bytes headerPairs(int map) {
    allow("proxy_get_header_map_pairs");
    int status = Imports.headerPairs(map, OUT, OUT + 4);
    if (status != OK) {
      check(status, "proxy_get_header_map_pairs", "map " + Digits.of(map));
    }
    return result();
  }

  @Override
  public void setHeaderPairs(int map, HeaderList headers) {
    allow("proxy_set_header_map_pairs");
    int mark = Arena.mark();
    int pairs = put(headers);
    int status = Imports.setHeaderPairs(map, pairs, Arena.length);
    Arena.release(mark);
    if (status != OK) {
      check(status, "proxy_set_header_map_pairs", "map " + Digits.of(map));
    }
  }

  @Override
  public void addHeader(int map, String name, String value) {
    allow("proxy_add_header_map_value");
    int mark = Arena.mark();
    int key = Arena.put(name);
    int keyLength = Arena.length;
    int text = Arena.put(value);
    int status = Imports.addHeader(map, key, keyLength, text, Arena.length);
    Arena.release(mark);
    check(status, "proxy_add_header_map_value", name);
  }

  @Override
  public void addHeader(int map, String name, Bytes value) {
    allow("proxy_add_header_map_value");
    int mark = Arena.mark();
    int key = Arena.put(name);
    int keyLength = Arena.length;
    int bytes = put(value);
    int status = Imports.addHeader(map, key, keyLength, bytes, Arena.length);
    Arena.release(mark);
    check(status, "proxy_add_header_map_value", name);
  }

  @Override
  public void replaceHeader(int map, String name, String value) {
    allow("proxy_replace_header_map_value");
    int mark = Arena.mark();
    int key = Arena.put(name);
    int keyLength = Arena.length;
    int text = Arena.put(value);
    int status = Imports.replaceHeader(map, key, keyLength, text, Arena.length);
    Arena.release(mark);
    check(status, "proxy_replace_header_map_value", name);
  }

  @Override
  public void replaceHeader(int map, String name, Bytes value) {
    allow("proxy_replace_header_map_value");
    int mark = Arena.mark();
    int key = Arena.put(name);
    int keyLength = Arena.length;
    int bytes = put(value);
    int status = Imports.replaceHeader(map, key, keyLength, bytes, Arena.length);
    Arena.release(mark);
    check(status, "proxy_replace_header_map_value", name);
  }

  @Override
  public void removeHeader(int map, String name) {
    allow("proxy_remove_header_map_value");
    int mark = Arena.mark();
    int key = Arena.put(name);
    int status = Imports.removeHeader(map, key, Arena.length);
    Arena.release(mark);
    if (status != NOT_FOUND) {
      check(status, "proxy_remove_header_map_value", name);
    }
  }

  @Override
  public Bytes buffer(int buffer, int start, int maxLength) {
    allow("proxy_get_buffer_bytes");
    int status = Imports.buffer(buffer, start, maxLength, OUT, OUT + 4);
    if (status == NOT_FOUND) {
      return Bytes.empty();
    }
    if (status != OK) {
      check(status, "proxy_get_buffer_bytes", "buffer " + Digits.of(buffer));
    }
    return result();
  }

  @Override
  public int bufferSize(int buffer) {
    allow("proxy_get_buffer_status");
    int status = Imports.bufferStatus(buffer, OUT, OUT + 4);
    if (status == NOT_FOUND) {
      return 0;
    }
    if (status != OK) {
      check(status, "proxy_get_buffer_status", "buffer " + Digits.of(buffer));
    }
    return out(0);
  }

  @Override
  public void setBuffer(int buffer, int start, int length, Bytes data) {
    allow("proxy_set_buffer_bytes");
    int bytes = put(data);
    int status = Imports.setBuffer(buffer, start, length, bytes, Arena.length);
    if (status != OK) {
      check(status, "proxy_set_buffer_bytes", "buffer " + Digits.of(buffer));
    }
  }

  @Override
  public void continueStream(int stream) {
    allow("proxy_continue_stream");
    int status = Imports.continueStream(stream);
    if (status != OK) {
      check(status, "proxy_continue_stream", "stream " + Digits.of(stream));
    }
  }

  @Override
  public void closeStream(int stream) {
    allow("proxy_close_stream");
    int status = Imports.closeStream(stream);
    if (status != OK) {
      check(status, "proxy_close_stream", "stream " + Digits.of(stream));
    }
  }

  @Override
  public void sendLocalResponse(
      int status, String details, Bytes body, HeaderList headers, int grpcStatus) {
    allow("proxy_send_local_response");
    int detailsText = Arena.put(details);
    int detailsLength = Arena.length;
    int bodyBytes = put(body);
    int bodyLength = Arena.length;
    int pairs = put(headers);
    int result =
        Imports.sendLocalResponse(
            status,
            detailsText,
            detailsLength,
            bodyBytes,
            bodyLength,
            pairs,
            Arena.length,
            grpcStatus);
    if (result != OK) {
      check(result, "proxy_send_local_response", Digits.of(status));
    }
  }

  @Override
  public int httpCall(
      String cluster,
      HeaderList headers,
      Bytes body,
      HeaderList trailers,
      int timeoutMilliseconds) {
    allow("proxy_http_call");
    int name = Arena.put(cluster);
    int nameLength = Arena.length;
    int headerPairs = put(headers);
    int headersLength = Arena.length;
    int bodyBytes = put(body);
    int bodyLength = Arena.length;
    int trailerPairs = put(trailers);
    check(
        Imports.httpCall(
            name,
            nameLength,
            headerPairs,
            headersLength,
            bodyBytes,
            bodyLength,
            trailerPairs,
            Arena.length,
            timeoutMilliseconds,
            OUT),
        "proxy_http_call",
        cluster);
    return out(0);
  }

  @Override
  public int grpcCall(
      String cluster,
      String service,
      String method,
      HeaderList metadata,
      Bytes message,
      int timeoutMilliseconds) {
    allow("proxy_grpc_call");
    int clusterText = Arena.put(cluster);
    int clusterLength = Arena.length;
    int serviceText = Arena.put(service);
    int serviceLength = Arena.length;
    int methodText = Arena.put(method);
    int methodLength = Arena.length;
    int pairs = put(metadata);
    int pairsLength = Arena.length;
    int bytes = put(message);
    check(
        Imports.grpcCall(
            clusterText,
            clusterLength,
            serviceText,
            serviceLength,
            methodText,
            methodLength,
            pairs,
            pairsLength,
            bytes,
            Arena.length,
            timeoutMilliseconds,
            OUT),
        "proxy_grpc_call",
        cluster);
    return out(0);
  }

  @Override
  public int grpcStream(String cluster, String service, String method, HeaderList metadata) {
    allow("proxy_grpc_stream");
    int clusterText = Arena.put(cluster);
    int clusterLength = Arena.length;
    int serviceText = Arena.put(service);
    int serviceLength = Arena.length;
    int methodText = Arena.put(method);
    int methodLength = Arena.length;
    int pairs = put(metadata);
    check(
        Imports.grpcStream(
            clusterText,
            clusterLength,
            serviceText,
            serviceLength,
            methodText,
            methodLength,
            pairs,
            Arena.length,
            OUT),
        "proxy_grpc_stream",
        cluster);
    return out(0);
  }

  @Override
  public void grpcSend(int stream, Bytes message, boolean last) {
    allow("proxy_grpc_send");
    int mark = Arena.mark();
    int bytes = put(message);
    int status = Imports.grpcSend(stream, bytes, Arena.length, last ? 1 : 0);
    Arena.release(mark);
    checkId(status, "proxy_grpc_send", stream);
  }

  @Override
  public void grpcCancel(int call) {
    allow("proxy_grpc_cancel");
    checkId(Imports.grpcCancel(call), "proxy_grpc_cancel", call);
  }

  @Override
  public void grpcClose(int stream) {
    allow("proxy_grpc_close");
    checkId(Imports.grpcClose(stream), "proxy_grpc_close", stream);
  }

  private static void checkId(int status, String hostcall, int id) {
    if (status != OK) {
      check(status, hostcall, Digits.of(id));
    }
  }

  @Override
  public int registerSharedQueue(String name) {
    allow("proxy_register_shared_queue");
    int text = Arena.put(name);
    check(
        Imports.registerSharedQueue(text, Arena.length, OUT), "proxy_register_shared_queue", name);
    return out(0);
  }

  @Override
  public int resolveSharedQueue(String vmId, String name) {
    allow("proxy_resolve_shared_queue");
    int vm = Arena.put(vmId);
    int vmLength = Arena.length;
    int text = Arena.put(name);
    int status = Imports.resolveSharedQueue(vm, vmLength, text, Arena.length, OUT);
    if (status == NOT_FOUND) {
      return -1;
    }
    check(status, "proxy_resolve_shared_queue", name);
    return out(0);
  }

  @Override
  public void enqueue(int queue, Bytes message) {
    allow("proxy_enqueue_shared_queue");
    int mark = Arena.mark();
    int bytes = put(message);
    int status = Imports.enqueue(queue, bytes, Arena.length);
    Arena.release(mark);
    checkId(status, "proxy_enqueue_shared_queue", queue);
  }

  @Override
  public @Nullable Bytes dequeue(int queue) {
    allow("proxy_dequeue_shared_queue");
    int status = Imports.dequeue(queue, OUT, OUT + 4);
    if (status == EMPTY) {
      return null;
    }
    checkId(status, "proxy_dequeue_shared_queue", queue);
    return result();
  }

  @Override
  public Bytes callForeignFunction(String name, Bytes arguments) {
    allow("proxy_call_foreign_function");
    int text = Arena.put(name);
    int textLength = Arena.length;
    int bytes = put(arguments);
    // A host that gives nothing back writes nothing.
    Address.fromInt(OUT).putLong(0);
    check(
        Imports.callForeignFunction(text, textLength, bytes, Arena.length, OUT, OUT + 4),
        "proxy_call_foreign_function",
        name);
    return result();
  }

  @Override
  public CallStatus callStatus() {
    allow("proxy_get_status");
    check(Imports.status(OUT + 8, OUT, OUT + 4), "proxy_get_status", "");
    return new CallStatus(out(8), result().utf8());
  }

  @Override
  public @Nullable SharedValue sharedData(String key) {
    allow("proxy_get_shared_data");
    int text = Arena.put(key);
    int status = Imports.sharedData(text, Arena.length, OUT, OUT + 4, OUT + 8);
    if (status == NOT_FOUND) {
      return null;
    }
    check(status, "proxy_get_shared_data", key);
    return new SharedValue(result(), out(8));
  }

  @Override
  public boolean setSharedData(String key, Bytes value, int cas) {
    allow("proxy_set_shared_data");
    int text = Arena.put(key);
    int textLength = Arena.length;
    int bytes = put(value);
    int status = Imports.setSharedData(text, textLength, bytes, Arena.length, cas);
    if (status == CAS_MISMATCH) {
      return false;
    }
    check(status, "proxy_set_shared_data", key);
    return true;
  }

  @Override
  public int defineMetric(int type, String name) {
    allow("proxy_define_metric");
    int mark = Arena.mark();
    int text = Arena.put(name);
    int status = Imports.defineMetric(type, text, Arena.length, OUT);
    Arena.release(mark);
    check(status, "proxy_define_metric", name);
    return out(0);
  }

  @Override
  public void incrementMetric(int metric, long delta) {
    allow("proxy_increment_metric");
    int status = Imports.incrementMetric(metric, delta);
    if (status != OK) {
      check(status, "proxy_increment_metric", Digits.of(metric) + ", " + delta);
    }
  }

  @Override
  public void recordMetric(int metric, long value) {
    allow("proxy_record_metric");
    int status = Imports.recordMetric(metric, value);
    if (status != OK) {
      check(status, "proxy_record_metric", Digits.of(metric) + ", " + value);
    }
  }

  @Override
  public long metric(int metric) {
    allow("proxy_get_metric");
    int status = Imports.metric(metric, OUT);
    if (status != OK) {
      check(status, "proxy_get_metric", Digits.of(metric));
    }
    return Address.fromInt(OUT).getLong();
  }

  @Override
  public @Nullable Bytes property(String path) {
    allow("proxy_get_property");
    int text = Arena.put(path);
    int status = Imports.property(text, Arena.length, OUT, OUT + 4);
    if (status == NOT_FOUND) {
      return null;
    }
    if (status != OK) {
      check(status, "proxy_get_property", path.replace('\0', '.'));
    }
    return result();
  }

  @Override
  public void setProperty(String path, Bytes value) {
    allow("proxy_set_property");
    int text = Arena.put(path);
    int textLength = Arena.length;
    int bytes = put(value);
    int status = Imports.setProperty(text, textLength, bytes, Arena.length);
    if (status != OK) {
      check(status, "proxy_set_property", path.replace('\0', '.'));
    }
  }

  @Override
  public void done() {
    allow("proxy_done");
    check(Imports.done(), "proxy_done", "");
  }

  @Override
  public void setEffectiveContext(int contextId) {
    allow("proxy_set_effective_context");
    int status = Imports.setEffectiveContext(contextId);
    if (status != OK) {
      check(status, "proxy_set_effective_context", Digits.of(contextId));
    }
  }
}
