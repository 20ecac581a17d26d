package io.proxywasm.host.engine;

import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/** An instance of a module. */
final class WasmGuest implements Guest {
  private final WasmCode code;
  private final LinearMemory memory;
  private final Border border;
  private final Instance instance;
  private final @Nullable MethodHandle[] entries;
  private final MethodHandle allocator;
  private @Nullable GuestException allocatorFailure;
  private volatile boolean stopped;
  private boolean interruptedBefore;

  WasmGuest(
      WasmCode code,
      LinearMemory memory,
      Border border,
      Instance instance,
      @Nullable MethodHandle[] entries) {
    this.code = code;
    this.memory = memory;
    this.border = border;
    this.instance = instance;
    this.entries = entries;
    this.allocator = code.allocator();
    border.connect(this::allocate);
  }

  @Override
  public boolean has(Callback callback) {
    return entries[callback.ordinal()] != null;
  }

  @Override
  public void start() {
    for (WasmCode.StartFunction function : code.startFunctions()) {
      enter();
      border.gate().enter(function.phase());
      try {
        int ignored = (int) function.handle().invokeExact((Memory) memory, instance);
      } catch (Throwable e) {
        throw Traps.failure(function.name(), e, code.names());
      } finally {
        border.gate().enter(Gate.Phase.CALLBACK);
        leave();
      }
    }
  }

  /**
   * Runs inside of a hostcall. When it fails, the hostcall answers that there is no memory and the
   * callback goes on, as in Envoy; the guest has failed when it comes back.
   */
  private int allocate(int size) {
    try {
      return (int) allocator.invokeExact(size, (Memory) memory, instance);
    } catch (Throwable e) {
      GuestException failure = Traps.failure(code.allocatorName(), e, code.names());
      if (allocatorFailure == null) {
        allocatorFailure = failure;
      }
      return 0;
    }
  }

  private int returned(int result) {
    if (allocatorFailure != null) {
      throw allocatorFailure.withAnswer(result);
    }
    return result;
  }

  private GuestException failed(Callback callback, Throwable cause) {
    GuestException failure = Traps.failure(callback.export(), cause, code.names());
    GuestException before = allocatorFailure;
    if (before == null || before == failure) {
      return failure;
    }
    before.addSuppressed(failure);
    return before;
  }

  private int call(Callback callback, int none, int a) {
    MethodHandle entry = entries[callback.ordinal()];
    if (entry == null) {
      return none;
    }
    enter();
    try {
      return returned((int) entry.invokeExact(a, (Memory) memory, instance));
    } catch (Throwable e) {
      throw failed(callback, e);
    } finally {
      leave();
    }
  }

  private int call(Callback callback, int none, int a, int b) {
    MethodHandle entry = entries[callback.ordinal()];
    if (entry == null) {
      return none;
    }
    enter();
    try {
      return returned((int) entry.invokeExact(a, b, (Memory) memory, instance));
    } catch (Throwable e) {
      throw failed(callback, e);
    } finally {
      leave();
    }
  }

  private int call(Callback callback, int none, int a, int b, int c) {
    MethodHandle entry = entries[callback.ordinal()];
    if (entry == null) {
      return none;
    }
    enter();
    try {
      return returned((int) entry.invokeExact(a, b, c, (Memory) memory, instance));
    } catch (Throwable e) {
      throw failed(callback, e);
    } finally {
      leave();
    }
  }

  private int call(Callback callback, int none, int a, int b, int c, int d, int e) {
    MethodHandle entry = entries[callback.ordinal()];
    if (entry == null) {
      return none;
    }
    enter();
    try {
      return returned((int) entry.invokeExact(a, b, c, d, e, (Memory) memory, instance));
    } catch (Throwable thrown) {
      throw failed(callback, thrown);
    } finally {
      leave();
    }
  }

  /** A guest that runs looks at its thread's interrupt; one that is not for it must wait. */
  private void enter() {
    if (Thread.currentThread().isInterrupted() && !stopped) {
      interruptedBefore = Thread.interrupted();
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void leave() {
    if (stopped) {
      stopped = false;
      Thread.interrupted();
    }
    if (interruptedBefore) {
      interruptedBefore = false;
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void interrupt(Thread running) {
    stopped = true;
    running.interrupt();
  }

  LinearMemory memory() {
    return memory;
  }

  @Override
  public long memoryBytes() {
    return memory.size();
  }

  @Override
  public void close() {
    memory.release();
  }

  @Override
  public void onContextCreate(int contextId, int parentId) {
    call(Callback.ON_CONTEXT_CREATE, 0, contextId, parentId);
  }

  @Override
  public boolean onVmStart(int rootId, int configurationSize) {
    return call(Callback.ON_VM_START, 1, rootId, configurationSize) != 0;
  }

  @Override
  public boolean validateConfiguration(int rootId, int configurationSize) {
    return call(Callback.VALIDATE_CONFIGURATION, 1, rootId, configurationSize) != 0;
  }

  @Override
  public boolean onConfigure(int rootId, int configurationSize) {
    return call(Callback.ON_CONFIGURE, 1, rootId, configurationSize) != 0;
  }

  @Override
  public void onTick(int rootId) {
    call(Callback.ON_TICK, 0, rootId);
  }

  @Override
  public void onQueueReady(int rootId, int queueId) {
    call(Callback.ON_QUEUE_READY, 0, rootId, queueId);
  }

  @Override
  public void onForeignFunction(int rootId, int functionId, int argumentsSize) {
    call(Callback.ON_FOREIGN_FUNCTION, 0, rootId, functionId, argumentsSize);
  }

  @Override
  public int onNewConnection(int contextId) {
    return call(Callback.ON_NEW_CONNECTION, 0, contextId);
  }

  @Override
  public int onDownstreamData(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_DOWNSTREAM_DATA, 0, contextId, size, endOfStream ? 1 : 0);
  }

  @Override
  public int onUpstreamData(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_UPSTREAM_DATA, 0, contextId, size, endOfStream ? 1 : 0);
  }

  @Override
  public void onDownstreamConnectionClose(int contextId, int peerType) {
    call(Callback.ON_DOWNSTREAM_CONNECTION_CLOSE, 0, contextId, peerType);
  }

  @Override
  public void onUpstreamConnectionClose(int contextId, int peerType) {
    call(Callback.ON_UPSTREAM_CONNECTION_CLOSE, 0, contextId, peerType);
  }

  @Override
  public int onRequestHeaders(int contextId, int count, boolean endOfStream) {
    return headers(Callback.ON_REQUEST_HEADERS, contextId, count, endOfStream);
  }

  @Override
  public int onRequestBody(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_REQUEST_BODY, 0, contextId, size, endOfStream ? 1 : 0);
  }

  @Override
  public int onRequestTrailers(int contextId, int count) {
    return call(Callback.ON_REQUEST_TRAILERS, 0, contextId, count);
  }

  @Override
  public int onRequestMetadata(int contextId, int count) {
    return call(Callback.ON_REQUEST_METADATA, 0, contextId, count);
  }

  @Override
  public int onResponseHeaders(int contextId, int count, boolean endOfStream) {
    return headers(Callback.ON_RESPONSE_HEADERS, contextId, count, endOfStream);
  }

  private int headers(Callback callback, int contextId, int count, boolean endOfStream) {
    return code.headersKnowTheEnd()
        ? call(callback, 0, contextId, count, endOfStream ? 1 : 0)
        : call(callback, 0, contextId, count);
  }

  @Override
  public int onResponseBody(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_RESPONSE_BODY, 0, contextId, size, endOfStream ? 1 : 0);
  }

  @Override
  public int onResponseTrailers(int contextId, int count) {
    return call(Callback.ON_RESPONSE_TRAILERS, 0, contextId, count);
  }

  @Override
  public int onResponseMetadata(int contextId, int count) {
    return call(Callback.ON_RESPONSE_METADATA, 0, contextId, count);
  }

  @Override
  public void onHttpCallResponse(
      int rootId, int callId, int headerCount, int bodySize, int trailerCount) {
    call(Callback.ON_HTTP_CALL_RESPONSE, 0, rootId, callId, headerCount, bodySize, trailerCount);
  }

  @Override
  public void onGrpcReceiveInitialMetadata(int rootId, int callId, int count) {
    call(Callback.ON_GRPC_RECEIVE_INITIAL_METADATA, 0, rootId, callId, count);
  }

  @Override
  public void onGrpcReceive(int rootId, int callId, int messageSize) {
    call(Callback.ON_GRPC_RECEIVE, 0, rootId, callId, messageSize);
  }

  @Override
  public void onGrpcReceiveTrailingMetadata(int rootId, int callId, int count) {
    call(Callback.ON_GRPC_RECEIVE_TRAILING_METADATA, 0, rootId, callId, count);
  }

  @Override
  public void onGrpcClose(int rootId, int callId, int status) {
    call(Callback.ON_GRPC_CLOSE, 0, rootId, callId, status);
  }

  @Override
  public boolean onDone(int contextId) {
    return call(Callback.ON_DONE, 1, contextId) != 0;
  }

  @Override
  public void onLog(int contextId) {
    call(Callback.ON_LOG, 0, contextId);
  }

  @Override
  public void onDelete(int contextId) {
    call(Callback.ON_DELETE, 0, contextId);
  }
}
