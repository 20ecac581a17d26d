package io.proxywasm.host;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import org.jspecify.annotations.Nullable;

/** What the hostcalls of a VM do: Envoy's meaning and statuses of each. */
final class VmHostcalls implements Hostcalls {
  private static final int OK = 0;
  private static final int NOT_FOUND = Status.NOT_FOUND.code();
  private static final int BAD_ARGUMENT = Status.BAD_ARGUMENT.code();
  private static final int MAX_MAP_TYPE = 7;
  private static final int MAX_BUFFER_TYPE = 8;
  private static final int CALL_DATA = 8;
  private static final int MAX_STREAM_TYPE = 3;
  private static final int MAX_GRPC_STATUS = 16;
  private static final LogLevel[] LEVELS = LogLevel.values();

  private final Vm vm;
  private final Output output = new Output();

  VmHostcalls(Vm vm) {
    this.vm = vm;
  }

  @Override
  public Output output() {
    return output;
  }

  @Override
  public int log(int level, String message) {
    if (level < 0 || level >= LEVELS.length) {
      return BAD_ARGUMENT;
    }
    vm.log(LEVELS[level], vm.effective().logSource(), message);
    return OK;
  }

  @Override
  public void complain(String message) {
    vm.services.logs().log(LogLevel.ERROR, "wasm", message);
  }

  @Override
  public int getLogLevel() {
    output.number(vm.services.logs().level().ordinal());
    return OK;
  }

  @Override
  public long currentTimeNanoseconds() {
    return vm.loop.currentTimeNanos();
  }

  @Override
  public long monotonicNanoseconds() {
    return vm.loop.nanoTime();
  }

  @Override
  public int setTickPeriodMilliseconds(int period) {
    if (vm.effective().root() instanceof RootContext root) {
      root.setTickPeriod(Integer.toUnsignedLong(period));
    }
    return OK;
  }

  @Override
  public int setBufferBytes(int type, int start, int size, byte[] data) {
    if (type < 0 || type > MAX_BUFFER_TYPE) {
      return BAD_ARGUMENT;
    }
    Context context = vm.effective();
    Buffer buffer = context.buffer(type);
    if (buffer == null) {
      return NOT_FOUND;
    }
    if (!context.writable(type)) {
      return BAD_ARGUMENT;
    }
    int length = buffer.length();
    if (start == 0) {
      int drained = Integer.compareUnsigned(size, length) < 0 ? size : length;
      if (drained > 0) {
        buffer.drain(drained);
      }
      buffer.prepend(data);
    } else if (Integer.compareUnsigned(start, length) >= 0) {
      buffer.append(data);
    } else {
      return BAD_ARGUMENT;
    }
    return OK;
  }

  @Override
  public int getBufferBytes(int type, int start, int maxSize) {
    output.clear();
    if (type < 0 || type > MAX_BUFFER_TYPE) {
      return BAD_ARGUMENT;
    }
    Buffer buffer = buffer(type);
    if (buffer == null) {
      return NOT_FOUND;
    }
    long from = Integer.toUnsignedLong(start);
    long length = Integer.toUnsignedLong(maxSize);
    long size = buffer.length();
    if (from <= size) {
      int taken = (int) Math.min(length, size - from);
      if (taken > 0) {
        output.buffer(buffer, (int) from, taken);
      }
    }
    return OK;
  }

  private @Nullable Buffer buffer(int type) {
    if (type != CALL_DATA) {
      return vm.effective().buffer(type);
    }
    Buffer arguments = vm.callData();
    return arguments == null ? new HeapBuffer() : arguments;
  }

  @Override
  public int getBufferStatus(int type) {
    if (type < 0 || type > MAX_BUFFER_TYPE) {
      return BAD_ARGUMENT;
    }
    Buffer buffer = buffer(type);
    if (buffer == null) {
      return NOT_FOUND;
    }
    output.number(buffer.length());
    return OK;
  }

  private static boolean isMap(int type) {
    return type >= 0 && type <= MAX_MAP_TYPE;
  }

  private @Nullable HeaderMap map(int type) {
    return isMap(type) ? vm.effective().map(type) : null;
  }

  @Override
  public int getHeaderMapSize(int type) {
    HeaderMap map = map(type);
    if (map == null) {
      return BAD_ARGUMENT;
    }
    output.number(map.byteSize());
    return OK;
  }

  @Override
  public int getHeaderMapPairs(int type) {
    output.clear();
    if (!isMap(type)) {
      return BAD_ARGUMENT;
    }
    HeaderMap map = vm.effective().readableMap(type);
    if (map != null) {
      output.pairs(map);
    }
    return OK;
  }

  @Override
  public int setHeaderMapPairs(int type, HeaderMap pairs) {
    HeaderMap map = map(type);
    if (map == null) {
      return BAD_ARGUMENT;
    }
    map.clear();
    for (int i = 0; i < pairs.size(); i++) {
      map.add(Names.lowerCase(pairs.name(i)), pairs.value(i));
    }
    changed(type);
    return OK;
  }

  private void changed(int type) {
    if (type == Context.REQUEST_HEADERS) {
      vm.effective().clearRouteCache();
    }
  }

  @Override
  public int getHeaderMapValue(int type, String name) {
    output.clear();
    if (!isMap(type)) {
      return BAD_ARGUMENT;
    }
    HeaderMap map = vm.effective().readableMap(type);
    if (map == null) {
      return BAD_ARGUMENT;
    }
    String value = map.get(Names.lowerCase(name));
    if (value == null) {
      return vm.abiVersion == AbiVersion.V0_1_0 ? OK : NOT_FOUND;
    }
    output.text(value);
    return OK;
  }

  @Override
  public int addHeaderMapValue(int type, String name, String value) {
    HeaderMap map = map(type);
    if (map == null) {
      return BAD_ARGUMENT;
    }
    map.add(Names.lowerCase(name), value);
    changed(type);
    return OK;
  }

  @Override
  public int replaceHeaderMapValue(int type, String name, String value) {
    HeaderMap map = map(type);
    if (map == null) {
      return BAD_ARGUMENT;
    }
    // Envoy moves it to the end.
    String lower = Names.lowerCase(name);
    var unused = map.remove(lower);
    map.add(lower, value);
    changed(type);
    return OK;
  }

  @Override
  public int removeHeaderMapValue(int type, String name) {
    HeaderMap map = map(type);
    if (map == null) {
      return BAD_ARGUMENT;
    }
    var unused = map.remove(Names.lowerCase(name));
    changed(type);
    return OK;
  }

  @Override
  public int continueStream(int type) {
    return type < 0 || type > MAX_STREAM_TYPE ? BAD_ARGUMENT : vm.effective().continueStream(type);
  }

  @Override
  public int closeStream(int type) {
    return type < 0 || type > MAX_STREAM_TYPE ? BAD_ARGUMENT : vm.effective().closeStream(type);
  }

  @Override
  public int getStatus() {
    output.clear();
    if (vm.effective().root() instanceof RootContext root) {
      output.number(root.statusCode());
      output.text(root.statusMessage());
    } else {
      output.number(0);
    }
    return OK;
  }

  @Override
  public int sendLocalResponse(
      int status, String details, byte[] body, HeaderMap headers, int grpcStatus) {
    int grpc = grpcStatus < 0 || grpcStatus > MAX_GRPC_STATUS ? -1 : grpcStatus;
    // Envoy takes 16 bits.
    int code = status & 0xFFFF;
    vm.effective().sendLocalResponse(new LocalResponse(code, body, headers.copy(), grpc, details));
    vm.stopNextIteration();
    return OK;
  }

  @Override
  public int httpCall(
      String cluster, HeaderMap headers, byte[] body, HeaderMap trailers, int timeoutMilliseconds) {
    output.number(0);
    return vm.effective().root() instanceof RootContext root
        ? root.httpCall(cluster, lowered(headers), body, lowered(trailers), timeoutMilliseconds)
        : BAD_ARGUMENT;
  }

  private static HeaderMap lowered(HeaderMap pairs) {
    HeaderMap map = new HeaderMap(pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      map.add(Names.lowerCase(pairs.name(i)), pairs.value(i));
    }
    return map;
  }

  @Override
  public int grpcCall(
      byte[] grpcService,
      String service,
      String method,
      HeaderMap initialMetadata,
      byte[] message,
      int timeoutMilliseconds) {
    return vm.effective().root() instanceof RootContext root
        ? root.grpc(
            true,
            grpcService,
            service,
            method,
            lowered(initialMetadata),
            message,
            timeoutMilliseconds)
        : BAD_ARGUMENT;
  }

  @Override
  public int grpcStream(
      byte[] grpcService, String service, String method, HeaderMap initialMetadata) {
    return vm.effective().root() instanceof RootContext root
        ? root.grpc(false, grpcService, service, method, lowered(initialMetadata), null, 0)
        : BAD_ARGUMENT;
  }

  @Override
  public int grpcSend(int id, byte[] message, boolean endStream) {
    return vm.effective().root() instanceof RootContext root
        ? root.grpcSend(id, message, endStream)
        : NOT_FOUND;
  }

  @Override
  public int grpcCancel(int id) {
    return vm.effective().root() instanceof RootContext root ? root.grpcCancel(id) : NOT_FOUND;
  }

  @Override
  public int grpcClose(int id) {
    return vm.effective().root() instanceof RootContext root ? root.grpcClose(id) : NOT_FOUND;
  }

  @Override
  public int setSharedData(String key, byte @Nullable [] value, int cas) {
    return vm.services.state().setData(vm.config.vmId(), key, value, cas);
  }

  @Override
  public int getSharedData(String key) {
    output.clear();
    return vm.services.state().getData(vm.config.vmId(), key, output);
  }

  @Override
  public int registerSharedQueue(String name) {
    if (!(vm.effective().root() instanceof RootContext root)) {
      return BAD_ARGUMENT;
    }
    output.number(root.registerQueue(name));
    return OK;
  }

  @Override
  public int resolveSharedQueue(String vmId, String name) {
    int id = vm.services.state().resolveQueue(vmId.isEmpty() ? vm.config.vmId() : vmId, name);
    output.number(id);
    return id == 0 ? NOT_FOUND : OK;
  }

  @Override
  public int enqueueSharedQueue(int queueId, byte[] value) {
    return vm.services.state().enqueue(queueId, value);
  }

  @Override
  public int dequeueSharedQueue(int queueId) {
    output.clear();
    return vm.services.state().dequeue(queueId, output);
  }

  @Override
  public int defineMetric(int type, String name) {
    return vm.metrics.define(type, name, output);
  }

  @Override
  public int incrementMetric(int id, long delta) {
    return vm.metrics.increment(id, delta);
  }

  @Override
  public int recordMetric(int id, long value) {
    return vm.metrics.record(id, value);
  }

  @Override
  public int getMetric(int id) {
    return vm.metrics.get(id, output);
  }

  @Override
  public int getProperty(String path) {
    output.clear();
    return StreamProperties.get(vm.effective(), path, output);
  }

  @Override
  public int setProperty(String path, byte[] value) {
    return StreamProperties.set(vm.effective(), path, value);
  }

  @Override
  public int callForeignFunction(String name, byte[] arguments) {
    output.clear();
    ForeignFunction function = vm.services.functions().get(name);
    if (function == null) {
      return NOT_FOUND;
    }
    try {
      ForeignFunction.Result result = function.call(new ForeignCaller(vm.effective()), arguments);
      output.bytes(result.bytes());
      return result.status().code();
    } catch (RuntimeException e) {
      vm.services
          .logs()
          .log(LogLevel.ERROR, "wasm", "The foreign function " + name + " failed: " + e);
      return Status.INTERNAL_FAILURE.code();
    }
  }

  @Override
  public int done() {
    return vm.effective() instanceof RootContext root ? root.done() : NOT_FOUND;
  }

  @Override
  public int setEffectiveContext(int contextId) {
    Context context = vm.context(contextId);
    if (context == null) {
      return BAD_ARGUMENT;
    }
    vm.setEffective(context);
    return OK;
  }

  @Override
  public int getConfiguration() {
    byte[] value =
        vm.effective().root() instanceof RootContext root
            ? root.configuration()
            : vm.config.vmConfiguration();
    output.bytes(value);
    return OK;
  }

  @Override
  public int clearRouteCache() {
    vm.effective().clearRouteCache();
    return OK;
  }
}
