package io.proxywasm.javaguest.inside;

import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.sdk.Callbacks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;

/** A VM seen from its inside: the host calls it, and it calls the sdk that the plugin brought. */
public final class InsideGuest implements Guest {
  private static final int MAX_FRAMES = 20;

  private final String mainClass;
  private final JvmHostcalls hostcalls;

  /** A bit for each callback that the plugin needs and that is allowed. */
  private final int exported;

  /** Told when the VM has ended well. */
  private final Runnable whenEnded;

  /** Whether something ended the VM before its time. */
  private static boolean dead;

  /** Callbacks can be nested: a hostcall may call back. */
  private int depth;

  /** Made by the outside, by the name of this class. */
  public InsideGuest(
      String mainClass,
      Set<Callback> callbacks,
      Hostcalls hostcalls,
      GuestOptions options,
      Runnable whenEnded) {
    this.mainClass = mainClass;
    this.whenEnded = whenEnded;
    this.hostcalls = new JvmHostcalls(hostcalls, options.allowed());
    int bits = 0;
    for (Callback callback : callbacks) {
      if (options.allowed().test(callback.export())) {
        bits |= 1 << callback.ordinal();
      }
    }
    this.exported = bits;
    Platform.connect(this.hostcalls);
  }

  @Override
  public boolean has(Callback callback) {
    return (exported & 1 << callback.ordinal()) != 0;
  }

  @Override
  public void start() {
    enter();
    try {
      Callbacks.connect(hostcalls);
      try {
        runMain();
      } catch (Throwable failure) {
        Stop.passOn(failure);
        Callbacks.mainFailed(failure);
      }
      Stop.check();
    } catch (Throwable failure) {
      throw died("main", failure);
    } finally {
      leave();
    }
  }

  private void runMain() throws Throwable {
    Class<?> plugin = Class.forName(mainClass, false, InsideGuest.class.getClassLoader());
    try {
      Method main;
      Object[] arguments;
      try {
        main = plugin.getDeclaredMethod("main", String[].class);
        arguments = new Object[] {new String[0]};
      } catch (NoSuchMethodException noArguments) {
        main = plugin.getDeclaredMethod("main");
        arguments = new Object[0];
      }
      main.setAccessible(true);
      main.invoke(null, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() != null ? thrown.getCause() : thrown;
    } catch (ExceptionInInitializerError thrown) {
      throw thrown.getCause() != null ? thrown.getCause() : thrown;
    }
  }

  private void enter() {
    depth++;
  }

  private void leave() {
    if (--depth == 0) {
      CallbackBytes.callbacks++;
    }
  }

  /** What the plugin could not handle ended its VM, as a trap does; in the words for one. */
  private static GuestException died(String function, Throwable failure) {
    dead = true;
    if (failure instanceof GuestException nested) {
      return nested;
    }
    StringBuilder text = new StringBuilder("Function: ").append(function).append(" failed: ");
    if (failure instanceof Stopped) {
      // Whoever waits on this thread next is not meant.
      var unused = Thread.interrupted();
      text.append("interrupted: the host stopped it because it took too long");
    } else {
      text.append("Uncaught ").append(failure);
    }
    int frames = 0;
    for (StackTraceElement element : Platform.stackTrace(failure)) {
      if (!element.getClassName().equals(Stop.class.getName()) && frames++ < MAX_FRAMES) {
        text.append("\n\tat ").append(element);
      }
    }
    // No cause: it could be of a class of this VM, and keep all of it alive.
    return new GuestException(text.toString());
  }

  private int call(Callback callback, int none, int a, int b, int c, int d) {
    if (!has(callback)) {
      return none;
    }
    enter();
    try {
      int result = callSdk(callback, a, b, c, d);
      if (depth == 1) {
        Callbacks.over();
      }
      Stop.check();
      return result;
    } catch (Throwable failure) {
      throw died(callback.export(), failure);
    } finally {
      leave();
    }
  }

  private static int callSdk(Callback callback, int a, int b, int c, int d) {
    switch (callback) {
      case ON_CONTEXT_CREATE -> Callbacks.onContextCreate(a, b);
      case ON_VM_START -> {
        return number(Callbacks.onVmStart(a, b));
      }
      case ON_CONFIGURE -> {
        return number(Callbacks.onConfigure(a, b));
      }
      case VALIDATE_CONFIGURATION -> {
        return number(Callbacks.validateConfiguration(a, b));
      }
      case ON_TICK -> Callbacks.onTick(a);
      case ON_QUEUE_READY -> Callbacks.onQueueReady(a, b);
      case ON_FOREIGN_FUNCTION -> Callbacks.onForeignFunction(a, b, c);
      case ON_NEW_CONNECTION -> {
        return Callbacks.onNewConnection(a);
      }
      case ON_DOWNSTREAM_DATA -> {
        return Callbacks.onDownstreamData(a, b, c != 0);
      }
      case ON_UPSTREAM_DATA -> {
        return Callbacks.onUpstreamData(a, b, c != 0);
      }
      case ON_DOWNSTREAM_CONNECTION_CLOSE -> Callbacks.onDownstreamClose(a, b);
      case ON_UPSTREAM_CONNECTION_CLOSE -> Callbacks.onUpstreamClose(a, b);
      case ON_REQUEST_HEADERS -> {
        return Callbacks.onRequestHeaders(a, b, c != 0);
      }
      case ON_REQUEST_BODY -> {
        return Callbacks.onRequestBody(a, b, c != 0);
      }
      case ON_REQUEST_TRAILERS -> {
        return Callbacks.onRequestTrailers(a, b);
      }
      case ON_REQUEST_METADATA -> Callbacks.onRequestMetadata(a, b);
      case ON_RESPONSE_HEADERS -> {
        return Callbacks.onResponseHeaders(a, b, c != 0);
      }
      case ON_RESPONSE_BODY -> {
        return Callbacks.onResponseBody(a, b, c != 0);
      }
      case ON_RESPONSE_TRAILERS -> {
        return Callbacks.onResponseTrailers(a, b);
      }
      case ON_RESPONSE_METADATA -> Callbacks.onResponseMetadata(a, b);
      case ON_HTTP_CALL_RESPONSE -> Callbacks.onHttpCallResponse(a, b, c, d);
      case ON_GRPC_RECEIVE_INITIAL_METADATA -> Callbacks.onGrpcInitialMetadata(a, b, c);
      case ON_GRPC_RECEIVE -> Callbacks.onGrpcReceive(a, b, c);
      case ON_GRPC_RECEIVE_TRAILING_METADATA -> Callbacks.onGrpcTrailingMetadata(a, b, c);
      case ON_GRPC_CLOSE -> Callbacks.onGrpcClose(a, b, c);
      case ON_DONE -> {
        return number(Callbacks.onDone(a));
      }
      case ON_LOG -> Callbacks.onLog(a);
      case ON_DELETE -> Callbacks.onDelete(a);
    }
    return 0;
  }

  private static int number(boolean flag) {
    return flag ? 1 : 0;
  }

  @Override
  public void onContextCreate(int contextId, int parentId) {
    if (has(Callback.ON_CONTEXT_CREATE)) {
      hostcalls.start();
    }
    var unused = call(Callback.ON_CONTEXT_CREATE, 0, contextId, parentId, 0, 0);
  }

  @Override
  public boolean onVmStart(int rootId, int configurationSize) {
    return call(Callback.ON_VM_START, 1, rootId, configurationSize, 0, 0) != 0;
  }

  @Override
  public boolean validateConfiguration(int rootId, int configurationSize) {
    return call(Callback.VALIDATE_CONFIGURATION, 1, rootId, configurationSize, 0, 0) != 0;
  }

  @Override
  public boolean onConfigure(int rootId, int configurationSize) {
    return call(Callback.ON_CONFIGURE, 1, rootId, configurationSize, 0, 0) != 0;
  }

  @Override
  public void onTick(int rootId) {
    var unused = call(Callback.ON_TICK, 0, rootId, 0, 0, 0);
  }

  @Override
  public void onQueueReady(int rootId, int queueId) {
    var unused = call(Callback.ON_QUEUE_READY, 0, rootId, queueId, 0, 0);
  }

  @Override
  public void onForeignFunction(int rootId, int functionId, int argumentsSize) {
    var unused = call(Callback.ON_FOREIGN_FUNCTION, 0, rootId, functionId, argumentsSize, 0);
  }

  @Override
  public int onNewConnection(int contextId) {
    return call(Callback.ON_NEW_CONNECTION, 0, contextId, 0, 0, 0);
  }

  @Override
  public int onDownstreamData(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_DOWNSTREAM_DATA, 0, contextId, size, number(endOfStream), 0);
  }

  @Override
  public int onUpstreamData(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_UPSTREAM_DATA, 0, contextId, size, number(endOfStream), 0);
  }

  @Override
  public void onDownstreamConnectionClose(int contextId, int peerType) {
    var unused = call(Callback.ON_DOWNSTREAM_CONNECTION_CLOSE, 0, contextId, peerType, 0, 0);
  }

  @Override
  public void onUpstreamConnectionClose(int contextId, int peerType) {
    var unused = call(Callback.ON_UPSTREAM_CONNECTION_CLOSE, 0, contextId, peerType, 0, 0);
  }

  @Override
  public int onRequestHeaders(int contextId, int count, boolean endOfStream) {
    return call(Callback.ON_REQUEST_HEADERS, 0, contextId, count, number(endOfStream), 0);
  }

  @Override
  public int onRequestBody(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_REQUEST_BODY, 0, contextId, size, number(endOfStream), 0);
  }

  @Override
  public int onRequestTrailers(int contextId, int count) {
    return call(Callback.ON_REQUEST_TRAILERS, 0, contextId, count, 0, 0);
  }

  @Override
  public int onRequestMetadata(int contextId, int count) {
    return call(Callback.ON_REQUEST_METADATA, 0, contextId, count, 0, 0);
  }

  @Override
  public int onResponseHeaders(int contextId, int count, boolean endOfStream) {
    return call(Callback.ON_RESPONSE_HEADERS, 0, contextId, count, number(endOfStream), 0);
  }

  @Override
  public int onResponseBody(int contextId, int size, boolean endOfStream) {
    return call(Callback.ON_RESPONSE_BODY, 0, contextId, size, number(endOfStream), 0);
  }

  @Override
  public int onResponseTrailers(int contextId, int count) {
    return call(Callback.ON_RESPONSE_TRAILERS, 0, contextId, count, 0, 0);
  }

  @Override
  public int onResponseMetadata(int contextId, int count) {
    return call(Callback.ON_RESPONSE_METADATA, 0, contextId, count, 0, 0);
  }

  @Override
  public void onHttpCallResponse(
      int rootId, int callId, int headerCount, int bodySize, int trailerCount) {
    var unused = call(Callback.ON_HTTP_CALL_RESPONSE, 0, rootId, callId, headerCount, bodySize);
  }

  @Override
  public void onGrpcReceiveInitialMetadata(int rootId, int callId, int count) {
    var unused = call(Callback.ON_GRPC_RECEIVE_INITIAL_METADATA, 0, rootId, callId, count, 0);
  }

  @Override
  public void onGrpcReceive(int rootId, int callId, int messageSize) {
    var unused = call(Callback.ON_GRPC_RECEIVE, 0, rootId, callId, messageSize, 0);
  }

  @Override
  public void onGrpcReceiveTrailingMetadata(int rootId, int callId, int count) {
    var unused = call(Callback.ON_GRPC_RECEIVE_TRAILING_METADATA, 0, rootId, callId, count, 0);
  }

  @Override
  public void onGrpcClose(int rootId, int callId, int status) {
    var unused = call(Callback.ON_GRPC_CLOSE, 0, rootId, callId, status, 0);
  }

  @Override
  public boolean onDone(int contextId) {
    return call(Callback.ON_DONE, 1, contextId, 0, 0, 0) != 0;
  }

  @Override
  public void onLog(int contextId) {
    var unused = call(Callback.ON_LOG, 0, contextId, 0, 0, 0);
  }

  @Override
  public void onDelete(int contextId) {
    var unused = call(Callback.ON_DELETE, 0, contextId, 0, 0, 0);
  }

  @Override
  public void interrupt(Thread running) {
    Stop.request();
    running.interrupt();
  }

  @Override
  public long memoryBytes() {
    return 0;
  }

  @Override
  public void close() {
    if (!dead && depth == 0) {
      dead = true;
      whenEnded.run();
    }
  }
}
