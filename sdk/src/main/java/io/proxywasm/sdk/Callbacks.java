package io.proxywasm.sdk;

import io.proxywasm.abi.PeerType;
import org.jspecify.annotations.Nullable;

/**
 * The other side of the seam: the callbacks of the ABI, which a host calls. They find the context,
 * call it, and let no exception out. Plugins do not use this class.
 */
public final class Callbacks {
  private static final int ALL = Integer.MAX_VALUE;

  private Callbacks() {}

  /** Connects the VM to its host, before anything else is called. */
  public static void connect(Hostcalls hostcalls) {
    Host.connect(hostcalls);
  }

  /** Tells that {@code main} threw: the VM will refuse to start. */
  public static void mainFailed(Throwable failure) {
    Failures.log("main", 0, failure);
    Contexts.vm = null;
  }

  /**
   * Stands for {@code proxy_on_context_create}; a parent of 0 makes a plugin, another one a stream.
   */
  public static void onContextCreate(int contextId, int parentId) {
    Contexts.current = contextId;
    if (parentId != 0) {
      createStream(contextId, (PluginContext) Contexts.ALL.get(parentId));
      return;
    }
    try {
      VmContext vm = Contexts.vm;
      if (vm != null) {
        PluginContext plugin = vm.createPluginContext();
        plugin.attach(contextId);
        Contexts.ALL.put(contextId, plugin);
      }
    } catch (Throwable failure) {
      Failures.log("createPluginContext", contextId, failure);
    }
  }

  private static void createStream(int contextId, @Nullable PluginContext plugin) {
    if (plugin == null) {
      return;
    }
    try {
      StreamContext stream = plugin.createHttpContext();
      if (stream == null) {
        stream = plugin.createTcpContext();
      }
      if (stream != null) {
        stream.attach(contextId, plugin);
        Contexts.ALL.put(contextId, stream);
      }
    } catch (Throwable failure) {
      Failures.log("the context of a stream", contextId, failure);
      Contexts.refused = contextId;
      Failures.answer();
    }
  }

  /** Stands for {@code proxy_on_vm_start}, which comes for each plugin; the VM is asked once. */
  public static boolean onVmStart(int rootId, int configurationSize) {
    Contexts.current = rootId;
    try {
      VmContext vm = Contexts.vm;
      if (vm == null) {
        Host.calls().log(Codes.LOG_CRITICAL, "main made no plugin");
        return false;
      }
      if (!Contexts.vmStarted) {
        Contexts.vmStarted = true;
        Contexts.vmAccepted = vm.onStart(Host.calls().buffer(Codes.VM_CONFIGURATION, 0, ALL));
      }
      return Contexts.vmAccepted && Contexts.ALL.get(rootId) != null;
    } catch (Throwable failure) {
      Failures.log("onStart", rootId, failure);
      return false;
    }
  }

  /** Stands for {@code proxy_validate_configuration}. */
  public static boolean validateConfiguration(int rootId, int configurationSize) {
    PluginContext plugin = Contexts.plugin(rootId);
    try {
      return plugin != null
          && plugin.validateConfiguration(Host.calls().buffer(Codes.PLUGIN_CONFIGURATION, 0, ALL));
    } catch (Throwable failure) {
      Failures.log("validateConfiguration", rootId, failure);
      return false;
    }
  }

  /** Stands for {@code proxy_on_configure}. */
  public static boolean onConfigure(int rootId, int configurationSize) {
    PluginContext plugin = Contexts.plugin(rootId);
    try {
      return plugin != null
          && plugin.onConfigure(Host.calls().buffer(Codes.PLUGIN_CONFIGURATION, 0, ALL));
    } catch (Throwable failure) {
      Failures.log("onConfigure", rootId, failure);
      return false;
    }
  }

  /** Stands for {@code proxy_on_tick}. */
  public static void onTick(int rootId) {
    PluginContext plugin = Contexts.plugin(rootId);
    try {
      Ticker ticker = Contexts.ticker;
      if (plugin != null && (ticker == null || ticker.tick(plugin))) {
        plugin.onTick();
      }
    } catch (Throwable failure) {
      Failures.log("onTick", rootId, failure);
    }
  }

  /** Stands for {@code proxy_on_queue_ready}. */
  public static void onQueueReady(int rootId, int queueId) {
    PluginContext plugin = Contexts.plugin(rootId);
    try {
      if (plugin != null) {
        plugin.onQueueReady(new SharedQueue(queueId));
      }
    } catch (Throwable failure) {
      Failures.log("onQueueReady", rootId, failure);
    }
  }

  /** Stands for {@code proxy_on_foreign_function}, which may come while another callback runs. */
  public static void onForeignFunction(int contextId, int functionId, int argumentsSize) {
    int before = Contexts.current;
    Contexts.current = contextId;
    try {
      Context context = Contexts.ALL.get(contextId);
      if (context != null && !context.failed()) {
        context.onForeignFunction(
            functionId, Host.calls().buffer(Codes.FOREIGN_FUNCTION_ARGUMENTS, 0, ALL));
      }
    } catch (Throwable failure) {
      Failures.log("onForeignFunction", contextId, failure);
    }
    Contexts.current = before;
  }

  /** Stands for {@code proxy_on_new_connection}; returns an action of the ABI. */
  public static int onNewConnection(int contextId) {
    TcpContext stream = Contexts.tcp(contextId);
    if (stream == null) {
      if (Contexts.refused == contextId) {
        Host.calls().closeStream(Codes.DOWNSTREAM_STREAM);
      }
      return 0;
    }
    try {
      return stream
          .onNewConnection()
          .forHeaders(stream, Codes.DOWNSTREAM_STREAM, "onNewConnection");
    } catch (Throwable failure) {
      return Failures.fail(stream, "onNewConnection", failure);
    }
  }

  /** Stands for {@code proxy_on_downstream_data}; returns an action of the ABI. */
  public static int onDownstreamData(int contextId, int size, boolean endOfStream) {
    TcpContext stream = Contexts.tcp(contextId);
    if (stream == null) {
      return 0;
    }
    Hold hold = stream.incoming;
    if (hold != null && hold.takesData(endOfStream, Callbacks::onDownstreamDataAgain)) {
      return 1;
    }
    try {
      return stream
          .onDownstreamData(new Body(Codes.DOWNSTREAM_DATA, size), endOfStream)
          .forHeaders(stream, Codes.DOWNSTREAM_STREAM, "onDownstreamData");
    } catch (Throwable failure) {
      return Failures.fail(stream, "onDownstreamData", failure);
    }
  }

  private static int onDownstreamDataAgain(int contextId, boolean endOfStream) {
    return onDownstreamData(contextId, Host.calls().bufferSize(Codes.DOWNSTREAM_DATA), endOfStream);
  }

  /** Stands for {@code proxy_on_upstream_data}; returns an action of the ABI. */
  public static int onUpstreamData(int contextId, int size, boolean endOfStream) {
    TcpContext stream = Contexts.tcp(contextId);
    if (stream == null) {
      return 0;
    }
    try {
      return stream
          .onUpstreamData(new Body(Codes.UPSTREAM_DATA, size), endOfStream)
          .forHeaders(stream, Codes.UPSTREAM_STREAM, "onUpstreamData");
    } catch (Throwable failure) {
      return Failures.fail(stream, "onUpstreamData", failure);
    }
  }

  /** Stands for {@code proxy_on_downstream_connection_close}. */
  public static void onDownstreamClose(int contextId, int peer) {
    TcpContext stream = Contexts.tcp(contextId);
    try {
      if (stream != null) {
        stream.onDownstreamClose(PeerType.of(peer));
      }
    } catch (Throwable failure) {
      Failures.log("onDownstreamClose", contextId, failure);
    }
  }

  /** Stands for {@code proxy_on_upstream_connection_close}. */
  public static void onUpstreamClose(int contextId, int peer) {
    TcpContext stream = Contexts.tcp(contextId);
    try {
      if (stream != null) {
        stream.onUpstreamClose(PeerType.of(peer));
      }
    } catch (Throwable failure) {
      Failures.log("onUpstreamClose", contextId, failure);
    }
  }

  /** Stands for {@code proxy_on_request_headers}; returns an action of the ABI. */
  public static int onRequestHeaders(int contextId, int count, boolean endOfStream) {
    HttpContext stream = Contexts.http(contextId);
    if (stream == null) {
      return 0;
    }
    try {
      return stream
          .onRequestHeaders(Contexts.REQUEST_HEADERS, endOfStream)
          .forHeaders(stream, Codes.REQUEST_STREAM, "onRequestHeaders");
    } catch (Throwable failure) {
      return Failures.fail(stream, "onRequestHeaders", failure);
    }
  }

  /** Stands for {@code proxy_on_request_body}; returns an action of the ABI. */
  public static int onRequestBody(int contextId, int size, boolean endOfStream) {
    HttpContext stream = Contexts.http(contextId);
    if (stream == null) {
      return 0;
    }
    Hold hold = stream.incoming;
    if (hold != null && hold.takesData(endOfStream, Callbacks::onRequestBodyAgain)) {
      return 1;
    }
    try {
      Body body = new Body(Codes.REQUEST_BODY, size);
      BodyHandler handler = stream.requestBodyHandler();
      Action action =
          handler == null
              ? stream.onRequestBody(body, endOfStream)
              : handler.onBody(body, endOfStream);
      return action.forData(stream, Codes.REQUEST_STREAM, "onRequestBody");
    } catch (Throwable failure) {
      return Failures.fail(stream, "onRequestBody", failure);
    }
  }

  private static int onRequestBodyAgain(int contextId, boolean endOfStream) {
    return onRequestBody(contextId, Host.calls().bufferSize(Codes.REQUEST_BODY), endOfStream);
  }

  /** Stands for {@code proxy_on_request_trailers}; returns an action of the ABI. */
  public static int onRequestTrailers(int contextId, int count) {
    HttpContext stream = Contexts.http(contextId);
    if (stream == null) {
      return 0;
    }
    Hold hold = stream.incoming;
    if (hold != null && hold.takesTrailers(Callbacks::onRequestTrailersAgain)) {
      return 1;
    }
    try {
      BodyHandler handler = stream.requestBodyHandler();
      if (handler != null) {
        handler.onTrailers(buffered(Codes.REQUEST_BODY));
      }
      return stream
          .onRequestTrailers(new Headers(Codes.REQUEST_TRAILERS))
          .forData(stream, Codes.REQUEST_STREAM, "onRequestTrailers");
    } catch (Throwable failure) {
      return Failures.fail(stream, "onRequestTrailers", failure);
    }
  }

  private static int onRequestTrailersAgain(int contextId, boolean endOfStream) {
    return onRequestTrailers(contextId, 0);
  }

  /** Stands for {@code proxy_on_request_metadata}. */
  public static void onRequestMetadata(int contextId, int count) {
    HttpContext stream = Contexts.http(contextId);
    try {
      if (stream != null) {
        stream.onRequestMetadata(count);
      }
    } catch (Throwable failure) {
      Failures.log("onRequestMetadata", contextId, failure);
    }
  }

  /** Stands for {@code proxy_on_response_headers}; returns an action of the ABI. */
  public static int onResponseHeaders(int contextId, int count, boolean endOfStream) {
    HttpContext stream = Contexts.http(contextId);
    if (stream == null) {
      return 0;
    }
    try {
      return stream
          .onResponseHeaders(Contexts.RESPONSE_HEADERS, endOfStream)
          .forHeaders(stream, Codes.RESPONSE_STREAM, "onResponseHeaders");
    } catch (Throwable failure) {
      return Failures.fail(stream, "onResponseHeaders", failure);
    }
  }

  /** Stands for {@code proxy_on_response_body}; returns an action of the ABI. */
  public static int onResponseBody(int contextId, int size, boolean endOfStream) {
    HttpContext stream = Contexts.http(contextId);
    if (stream == null) {
      return 0;
    }
    Hold hold = stream.outgoing;
    if (hold != null && hold.takesData(endOfStream, Callbacks::onResponseBodyAgain)) {
      return 1;
    }
    try {
      Body body = new Body(Codes.RESPONSE_BODY, size);
      BodyHandler handler = stream.responseBodyHandler();
      Action action =
          handler == null
              ? stream.onResponseBody(body, endOfStream)
              : handler.onBody(body, endOfStream);
      return action.forData(stream, Codes.RESPONSE_STREAM, "onResponseBody");
    } catch (Throwable failure) {
      return Failures.cut(stream, "onResponseBody", failure);
    }
  }

  private static int onResponseBodyAgain(int contextId, boolean endOfStream) {
    return onResponseBody(contextId, Host.calls().bufferSize(Codes.RESPONSE_BODY), endOfStream);
  }

  /** Stands for {@code proxy_on_response_trailers}; returns an action of the ABI. */
  public static int onResponseTrailers(int contextId, int count) {
    HttpContext stream = Contexts.http(contextId);
    if (stream == null) {
      return 0;
    }
    Hold hold = stream.outgoing;
    if (hold != null && hold.takesTrailers(Callbacks::onResponseTrailersAgain)) {
      return 1;
    }
    try {
      BodyHandler handler = stream.responseBodyHandler();
      if (handler != null) {
        handler.onTrailers(buffered(Codes.RESPONSE_BODY));
      }
      return stream
          .onResponseTrailers(new Headers(Codes.RESPONSE_TRAILERS))
          .forData(stream, Codes.RESPONSE_STREAM, "onResponseTrailers");
    } catch (Throwable failure) {
      return Failures.cut(stream, "onResponseTrailers", failure);
    }
  }

  private static int onResponseTrailersAgain(int contextId, boolean endOfStream) {
    return onResponseTrailers(contextId, 0);
  }

  /** Stands for {@code proxy_on_response_metadata}. */
  public static void onResponseMetadata(int contextId, int count) {
    HttpContext stream = Contexts.http(contextId);
    try {
      if (stream != null) {
        stream.onResponseMetadata(count);
      }
    } catch (Throwable failure) {
      Failures.log("onResponseMetadata", contextId, failure);
    }
  }

  /**
   * Stands for {@code proxy_on_http_call_response}, which comes with the id of the plugin; the
   * stream is found here.
   */
  public static void onHttpCallResponse(int rootId, int callId, int headerCount, int bodySize) {
    Contexts.current = rootId;
    PendingCall call = PendingCall.ALL.get(callId);
    if (call != null) {
      PendingCall.ALL.remove(callId);
      HttpCallResponse response = new HttpCallResponse(headerCount, bodySize);
      call.receive(response);
      response.over();
    }
  }

  /** Stands for {@code proxy_on_grpc_receive_initial_metadata}. */
  public static void onGrpcInitialMetadata(int rootId, int callId, int count) {
    Contexts.current = rootId;
    GrpcReceiver receiver = GrpcReceiver.ALL.get(callId);
    if (receiver != null) {
      receiver.initialMetadata(new Headers(Codes.GRPC_INITIAL_METADATA));
    }
  }

  /** Stands for {@code proxy_on_grpc_receive}. */
  public static void onGrpcReceive(int rootId, int callId, int messageSize) {
    Contexts.current = rootId;
    GrpcReceiver receiver = GrpcReceiver.ALL.get(callId);
    if (receiver != null) {
      receiver.message(Host.calls().buffer(Codes.GRPC_MESSAGE, 0, messageSize));
    }
  }

  /** Stands for {@code proxy_on_grpc_receive_trailing_metadata}. */
  public static void onGrpcTrailingMetadata(int rootId, int callId, int count) {
    Contexts.current = rootId;
    GrpcReceiver receiver = GrpcReceiver.ALL.get(callId);
    if (receiver != null) {
      receiver.trailingMetadata(new Headers(Codes.GRPC_TRAILING_METADATA));
    }
  }

  /** Stands for {@code proxy_on_grpc_close}. */
  public static void onGrpcClose(int rootId, int callId, int status) {
    Contexts.current = rootId;
    GrpcReceiver receiver = GrpcReceiver.ALL.get(callId);
    if (receiver != null) {
      GrpcReceiver.ALL.remove(callId);
      receiver.close(status);
    }
  }

  /** Stands for {@code proxy_on_log}. */
  public static void onLog(int contextId) {
    Contexts.current = contextId;
    try {
      if (Contexts.ALL.get(contextId) instanceof StreamContext stream) {
        stream.onLog();
      }
    } catch (Throwable failure) {
      Failures.log("onLog", contextId, failure);
    }
  }

  /** Stands for {@code proxy_on_done}. */
  public static boolean onDone(int contextId) {
    Contexts.current = contextId;
    try {
      Context context = Contexts.ALL.get(contextId);
      return context == null || context.finish();
    } catch (Throwable failure) {
      Failures.log("onDone", contextId, failure);
      return true;
    }
  }

  /** Stands for {@code proxy_on_delete}. */
  public static void onDelete(int contextId) {
    Contexts.current = contextId;
    try {
      Context context = Contexts.ALL.get(contextId);
      if (context != null) {
        Contexts.ALL.remove(contextId);
        context.onDelete();
      }
    } catch (Throwable failure) {
      Failures.log("onDelete", contextId, failure);
    }
  }

  /** The outermost callback is over. */
  public static void over() {
    EndOfCallback end = Contexts.endOfCallback;
    if (end != null) {
      end.runAll();
    }
  }

  private static Body buffered(int buffer) {
    return new Body(buffer, Host.calls().buffer(buffer, 0, ALL).length());
  }
}
