package io.proxywasm.sdk;

import java.util.function.Consumer;
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
    try {
      if (parentId == 0) {
        VmContext vm = Contexts.vm;
        if (vm != null) {
          PluginContext plugin = vm.createPluginContext();
          plugin.attach(contextId);
          Contexts.plugins.put(contextId, plugin);
        }
        return;
      }
      PluginContext plugin = Contexts.plugins.get(parentId);
      HttpContext stream = plugin == null ? null : plugin.createHttpContext();
      if (stream != null) {
        stream.attach(contextId);
        Contexts.streams.put(contextId, stream);
      }
    } catch (Throwable failure) {
      if (parentId == 0) {
        Failures.log("createPluginContext", contextId, failure);
      } else {
        Failures.refuse(contextId, failure);
      }
    }
  }

  /** Stands for {@code proxy_on_vm_start}, which comes for each plugin; the VM is asked once. */
  public static boolean onVmStart(int rootId, int configurationSize) {
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
      return Contexts.vmAccepted && Contexts.plugins.get(rootId) != null;
    } catch (Throwable failure) {
      Failures.log("onStart", rootId, failure);
      return false;
    }
  }

  /** Stands for {@code proxy_on_configure}. */
  public static boolean onConfigure(int rootId, int configurationSize) {
    try {
      PluginContext plugin = Contexts.plugins.get(rootId);
      return plugin != null
          && plugin.onConfigure(Host.calls().buffer(Codes.PLUGIN_CONFIGURATION, 0, ALL));
    } catch (Throwable failure) {
      Failures.log("onConfigure", rootId, failure);
      return false;
    }
  }

  /** Stands for {@code proxy_on_tick}. */
  public static void onTick(int rootId) {
    try {
      PluginContext plugin = Contexts.plugins.get(rootId);
      if (plugin != null) {
        plugin.onTick();
      }
    } catch (Throwable failure) {
      Failures.log("onTick", rootId, failure);
    }
  }

  /** Stands for {@code proxy_on_request_headers}. */
  public static Action onRequestHeaders(int contextId, int count, boolean endOfStream) {
    HttpContext stream = Contexts.streams.get(contextId);
    if (stream == null || stream.failed()) {
      return Action.CONTINUE;
    }
    try {
      return checked(stream.onRequestHeaders(Contexts.REQUEST_HEADERS, endOfStream));
    } catch (Throwable failure) {
      return Failures.answer(stream, "onRequestHeaders", failure);
    }
  }

  /** Stands for {@code proxy_on_request_body}. */
  public static Action onRequestBody(int contextId, int size, boolean endOfStream) {
    HttpContext stream = Contexts.streams.get(contextId);
    if (stream == null || stream.failed()) {
      return Action.CONTINUE;
    }
    try {
      Body body = new Body(Codes.REQUEST_BODY, size);
      Consumer<Body> handler = stream.requestBodyHandler();
      if (handler == null) {
        return checked(stream.onRequestBody(body, endOfStream));
      }
      if (!endOfStream) {
        return Action.PAUSE;
      }
      stream.requestBodyHandled();
      handler.accept(body);
      return Action.CONTINUE;
    } catch (Throwable failure) {
      return Failures.answer(stream, "onRequestBody", failure);
    }
  }

  /** Stands for {@code proxy_on_request_trailers}. */
  public static Action onRequestTrailers(int contextId, int count) {
    HttpContext stream = Contexts.streams.get(contextId);
    if (stream == null || stream.failed()) {
      return Action.CONTINUE;
    }
    try {
      Consumer<Body> handler = stream.requestBodyHandler();
      if (handler != null) {
        stream.requestBodyHandled();
        handler.accept(
            new Body(Codes.REQUEST_BODY, Host.calls().buffer(Codes.REQUEST_BODY, 0, ALL).length()));
      }
      return checked(stream.onRequestTrailers(new Headers(Codes.REQUEST_TRAILERS)));
    } catch (Throwable failure) {
      return Failures.answer(stream, "onRequestTrailers", failure);
    }
  }

  /** Stands for {@code proxy_on_response_headers}. */
  public static Action onResponseHeaders(int contextId, int count, boolean endOfStream) {
    HttpContext stream = Contexts.streams.get(contextId);
    if (stream == null || stream.failed()) {
      return Action.CONTINUE;
    }
    try {
      return checked(stream.onResponseHeaders(Contexts.RESPONSE_HEADERS, endOfStream));
    } catch (Throwable failure) {
      return Failures.answer(stream, "onResponseHeaders", failure);
    }
  }

  /** Stands for {@code proxy_on_response_body}. */
  public static Action onResponseBody(int contextId, int size, boolean endOfStream) {
    HttpContext stream = Contexts.streams.get(contextId);
    if (stream == null || stream.failed()) {
      return Action.CONTINUE;
    }
    try {
      Body body = new Body(Codes.RESPONSE_BODY, size);
      Consumer<Body> handler = stream.responseBodyHandler();
      if (handler == null) {
        return checked(stream.onResponseBody(body, endOfStream));
      }
      if (!endOfStream) {
        return Action.PAUSE;
      }
      stream.responseBodyHandled();
      handler.accept(body);
      return Action.CONTINUE;
    } catch (Throwable failure) {
      return Failures.reset(stream, "onResponseBody", failure);
    }
  }

  /** Stands for {@code proxy_on_response_trailers}. */
  public static Action onResponseTrailers(int contextId, int count) {
    HttpContext stream = Contexts.streams.get(contextId);
    if (stream == null || stream.failed()) {
      return Action.CONTINUE;
    }
    try {
      Consumer<Body> handler = stream.responseBodyHandler();
      if (handler != null) {
        stream.responseBodyHandled();
        handler.accept(
            new Body(
                Codes.RESPONSE_BODY, Host.calls().buffer(Codes.RESPONSE_BODY, 0, ALL).length()));
      }
      return checked(stream.onResponseTrailers(new Headers(Codes.RESPONSE_TRAILERS)));
    } catch (Throwable failure) {
      return Failures.reset(stream, "onResponseTrailers", failure);
    }
  }

  /**
   * Stands for {@code proxy_on_http_call_response}, which comes with the id of the plugin; the
   * stream is found here.
   */
  public static void onHttpCallResponse(int rootId, int callId, int headerCount, int bodySize) {
    PendingCall call = PendingCall.ALL.get(callId);
    if (call == null) {
      return;
    }
    PendingCall.ALL.remove(callId);
    HttpCallResponse response = new HttpCallResponse(headerCount, bodySize);
    HttpContext stream = Contexts.streams.get(call.contextId());
    try {
      if (stream != null && !stream.failed()) {
        Host.calls().setEffectiveContext(call.contextId());
        call.callback().accept(response);
      } else if (call.contextId() == rootId) {
        call.callback().accept(response);
      }
    } catch (Throwable failure) {
      if (stream == null) {
        Failures.log("onHttpCallResponse", rootId, failure);
      } else if (Failures.answer(stream, "onHttpCallResponse", failure) == Action.CONTINUE) {
        Host.calls().continueStream(Codes.REQUEST_STREAM);
      }
    }
  }

  /** Stands for {@code proxy_on_log}. */
  public static void onLog(int contextId) {
    HttpContext stream = Contexts.streams.get(contextId);
    try {
      if (stream != null) {
        stream.onLog();
      }
    } catch (Throwable failure) {
      Failures.log("onLog", contextId, failure);
    }
  }

  /** Stands for {@code proxy_on_done}. */
  public static boolean onDone(int contextId) {
    try {
      HttpContext stream = Contexts.streams.get(contextId);
      if (stream != null) {
        stream.onDone();
        return true;
      }
      PluginContext plugin = Contexts.plugins.get(contextId);
      return plugin == null || plugin.onDone();
    } catch (Throwable failure) {
      Failures.log("onDone", contextId, failure);
      return true;
    }
  }

  /** Stands for {@code proxy_on_delete}. */
  public static void onDelete(int contextId) {
    try {
      HttpContext stream = Contexts.streams.get(contextId);
      if (stream != null) {
        Contexts.streams.remove(contextId);
        stream.onDelete();
        return;
      }
      PluginContext plugin = Contexts.plugins.get(contextId);
      if (plugin != null) {
        Contexts.plugins.remove(contextId);
        plugin.onDelete();
      }
    } catch (Throwable failure) {
      Failures.log("onDelete", contextId, failure);
    }
  }

  /** A null would leave the callback as a trap. */
  private static Action checked(@Nullable Action action) {
    if (action == null) {
      throw new NullPointerException("no action");
    }
    return action;
  }
}
