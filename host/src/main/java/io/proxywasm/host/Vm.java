package io.proxywasm.host;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One VM on one loop: its guest, its contexts, and the rules of every call into it. Nothing of it
 * is used on another thread, but by the {@link Watchdog}.
 */
final class Vm {
  private static final int HTTP_CALL = 0;
  private static final int GRPC_CALL = 1;
  private static final int GRPC_STREAM = 2;
  private static final int CALLOUT_STEP = 4;

  final HostServices services;
  final EventLoop loop;
  final PluginConfig config;
  final AbiVersion abiVersion;
  final PluginMetrics metrics;
  private final Guest guest;
  private final VmHostcalls hostcalls = new VmHostcalls(this);
  private final VmContext vmContext;
  private final ContextTable contexts = new ContextTable();
  private final ArrayDeque<Runnable> afterCall = new ArrayDeque<>();
  private final Watchdog.@Nullable Watch watch;
  private final LogLimit logLimit;
  private int nextContextId = 1;
  private int nextHttpCallId = HTTP_CALL;
  private int nextGrpcCallId = GRPC_CALL;
  private int nextGrpcStreamId = GRPC_STREAM;

  /** The context of the callback that is running; null when none is. */
  private @Nullable Context current;

  /** What the callback has made the effective context; null when nothing. */
  private @Nullable Context effective;

  /** The arguments of the foreign call into the guest that is running. */
  private @Nullable Buffer callData;

  private boolean stopNextIteration;
  private boolean failed;
  private boolean closed;

  Vm(HostServices services, EventLoop loop, PluginConfig config, GuestCode code) {
    this.services = services;
    this.loop = loop;
    this.config = config;
    this.abiVersion = code.abiVersion();
    this.metrics = new PluginMetrics(services.stats());
    this.logLimit = new LogLimit(config.limits().logLinesPerSecond());
    this.vmContext = new VmContext(this);
    contexts.add(vmContext);
    services.state().acquire(config.vmId());
    GuestOptions options =
        new GuestOptions(
            config.environment(), services.allowed(config), config.limits().maxMemoryBytes());
    try {
      this.guest = code.newGuest(hostcalls, options);
    } catch (RuntimeException e) {
      services.state().release(config.vmId());
      throw e;
    }
    this.watch = services.watchdog().watch(config.limits(), guest);
    services.vmCreated();
  }

  /** Runs the guest's start function. */
  void start() {
    Context previous = enter(vmContext);
    try {
      guest.start();
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
    finishCall();
  }

  VmHostcalls hostcalls() {
    return hostcalls;
  }

  /** The arguments of {@code on_foreign_function}, or null. */
  @Nullable Buffer callData() {
    return callData;
  }

  int newContextId() {
    int id = nextContextId++;
    while (id == 0 || contexts.get(id) != null) {
      id = nextContextId++;
    }
    return id;
  }

  void add(Context context) {
    contexts.add(context);
  }

  void remove(Context context) {
    contexts.remove(context.id);
  }

  @Nullable Context context(int id) {
    return contexts.get(id);
  }

  boolean has(Callback callback) {
    return guest.has(callback);
  }

  /** Whether the guest has failed: it is never called again. */
  boolean isFailed() {
    return failed;
  }

  /** Whether a callback is running. */
  boolean isInCall() {
    return current != null;
  }

  /** In whose name a hostcall acts. */
  Context effective() {
    Context chosen = effective;
    if (chosen != null) {
      return chosen;
    }
    Context running = current;
    return running == null ? vmContext : running;
  }

  void setEffective(Context context) {
    effective = context;
  }

  int nextHttpCallId() {
    return nextHttpCallId += CALLOUT_STEP;
  }

  int nextGrpcCallId() {
    return nextGrpcCallId += CALLOUT_STEP;
  }

  int nextGrpcStreamId() {
    return nextGrpcStreamId += CALLOUT_STEP;
  }

  static boolean isGrpcCall(int id) {
    return (id & CALLOUT_STEP - 1) == GRPC_CALL;
  }

  static boolean isGrpcStream(int id) {
    return (id & CALLOUT_STEP - 1) == GRPC_STREAM;
  }

  /** Does something when the callback that is running has returned. */
  void afterCall(Runnable action) {
    afterCall.add(action);
  }

  /** A local response makes the callback's answer a stop. */
  void stopNextIteration() {
    stopNextIteration = true;
  }

  boolean isNextIterationStopped() {
    return stopNextIteration;
  }

  /** Does what the callback that just returned has asked for. Follows every call. */
  void finishCall() {
    stopNextIteration = false;
    Runnable action;
    while ((action = afterCall.poll()) != null) {
      action.run();
    }
  }

  private @Nullable Context enter(Context context) {
    Context previous = current;
    current = context;
    effective = null;
    if (watch != null) {
      watch.enter();
    }
    return previous;
  }

  private void leave(@Nullable Context previous) {
    if (watch != null) {
      watch.leave();
    }
    current = previous;
    effective = null;
  }

  private void fail(GuestException failure) {
    if (failed) {
      return;
    }
    failed = true;
    String reason = watch == null ? null : watch.reason();
    String message = reason == null ? String.valueOf(failure.getMessage()) : reason;
    services.logs().log(LogLevel.ERROR, "wasm", message);
    services.vmFailed();
    // Envoy lets streams that are paused then wait until their timeout.
    afterCall.add(() -> contexts.all().forEach(Context::onVmFailed));
  }

  /** Writes a plugin's line, if the level is on and the limit not reached. */
  void log(LogLevel level, String source, String message) {
    LogSink logs = services.logs();
    if (level.compareTo(logs.level()) < 0) {
      return;
    }
    long dropped = logLimit.admit(loop.nanoTime());
    if (dropped < 0) {
      return;
    }
    if (dropped > 0) {
      logs.log(
          LogLevel.WARN, source, dropped + " log lines dropped: the limit is " + logLimit.limit());
    }
    logs.log(level, source, message);
  }

  /** Gives back everything; the guest is not told. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    failed = true;
    afterCall.clear();
    if (watch != null) {
      watch.close();
    }
    guest.close();
    services.state().release(config.vmId());
    services.vmClosed();
  }

  long memoryBytes() {
    return guest.memoryBytes();
  }

  // Calls of the guest. A call that fails answers what stops the stream; finishCall follows.

  void onContextCreate(Context context, int parentId) {
    Context previous = enter(context);
    try {
      guest.onContextCreate(context.id, parentId);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  boolean onVmStart(Context root) {
    Context previous = enter(root);
    try {
      return guest.onVmStart(root.id, config.vmConfiguration().length);
    } catch (GuestException e) {
      fail(e);
      return e.answer().orElse(0) != 0;
    } finally {
      leave(previous);
    }
  }

  boolean validateConfiguration(Context root, int size) {
    Context previous = enter(root);
    try {
      return guest.validateConfiguration(root.id, size);
    } catch (GuestException e) {
      fail(e);
      return false;
    } finally {
      leave(previous);
    }
  }

  boolean onConfigure(Context root, int size) {
    Context previous = enter(root);
    try {
      return guest.onConfigure(root.id, size);
    } catch (GuestException e) {
      fail(e);
      return e.answer().orElse(0) != 0;
    } finally {
      leave(previous);
    }
  }

  void onTick(Context root) {
    Context previous = enter(root);
    try {
      guest.onTick(root.id);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onQueueReady(Context root, int queueId) {
    Context previous = enter(root);
    try {
      guest.onQueueReady(root.id, queueId);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onForeignFunction(Context context, int functionId, byte[] arguments) {
    Context previous = enter(context);
    callData = new HeapBuffer(arguments);
    try {
      guest.onForeignFunction(context.id, functionId, arguments.length);
    } catch (GuestException e) {
      fail(e);
    } finally {
      callData = null;
      leave(previous);
    }
  }

  int onNewConnection(Context context) {
    Context previous = enter(context);
    try {
      return guest.onNewConnection(context.id);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  int onDownstreamData(Context context, int size, boolean endOfStream) {
    Context previous = enter(context);
    try {
      return guest.onDownstreamData(context.id, size, endOfStream);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  int onUpstreamData(Context context, int size, boolean endOfStream) {
    Context previous = enter(context);
    try {
      return guest.onUpstreamData(context.id, size, endOfStream);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  void onDownstreamConnectionClose(Context context, int peerType) {
    Context previous = enter(context);
    try {
      guest.onDownstreamConnectionClose(context.id, peerType);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onUpstreamConnectionClose(Context context, int peerType) {
    Context previous = enter(context);
    try {
      guest.onUpstreamConnectionClose(context.id, peerType);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  int onRequestHeaders(Context context, int count, boolean endOfStream) {
    Context previous = enter(context);
    try {
      return guest.onRequestHeaders(context.id, count, endOfStream);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  int onRequestBody(Context context, int size, boolean endOfStream) {
    Context previous = enter(context);
    try {
      return guest.onRequestBody(context.id, size, endOfStream);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  int onRequestTrailers(Context context, int count) {
    Context previous = enter(context);
    try {
      return guest.onRequestTrailers(context.id, count);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  void onRequestMetadata(Context context, int count) {
    Context previous = enter(context);
    try {
      var unused = guest.onRequestMetadata(context.id, count);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  int onResponseHeaders(Context context, int count, boolean endOfStream) {
    Context previous = enter(context);
    try {
      return guest.onResponseHeaders(context.id, count, endOfStream);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  int onResponseBody(Context context, int size, boolean endOfStream) {
    Context previous = enter(context);
    try {
      return guest.onResponseBody(context.id, size, endOfStream);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  int onResponseTrailers(Context context, int count) {
    Context previous = enter(context);
    try {
      return guest.onResponseTrailers(context.id, count);
    } catch (GuestException e) {
      fail(e);
      return 1;
    } finally {
      leave(previous);
    }
  }

  void onResponseMetadata(Context context, int count) {
    Context previous = enter(context);
    try {
      var unused = guest.onResponseMetadata(context.id, count);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onHttpCallResponse(Context root, int callId, int headers, int bodySize, int trailers) {
    Context previous = enter(root);
    try {
      guest.onHttpCallResponse(root.id, callId, headers, bodySize, trailers);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onGrpcReceiveInitialMetadata(Context root, int callId, int count) {
    Context previous = enter(root);
    try {
      guest.onGrpcReceiveInitialMetadata(root.id, callId, count);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onGrpcReceive(Context root, int callId, int size) {
    Context previous = enter(root);
    try {
      guest.onGrpcReceive(root.id, callId, size);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onGrpcReceiveTrailingMetadata(Context root, int callId, int count) {
    Context previous = enter(root);
    try {
      guest.onGrpcReceiveTrailingMetadata(root.id, callId, count);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onGrpcClose(Context root, int callId, int status) {
    Context previous = enter(root);
    try {
      guest.onGrpcClose(root.id, callId, status);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  boolean onDone(Context context) {
    Context previous = enter(context);
    try {
      return guest.onDone(context.id);
    } catch (GuestException e) {
      fail(e);
      return true;
    } finally {
      leave(previous);
    }
  }

  void onLog(Context context) {
    Context previous = enter(context);
    try {
      guest.onLog(context.id);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }

  void onDelete(Context context) {
    Context previous = enter(context);
    try {
      guest.onDelete(context.id);
    } catch (GuestException e) {
      fail(e);
    } finally {
      leave(previous);
    }
  }
}
