package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** What the VM knows: its contexts by id, and which one it acts for now. */
final class Contexts {
  static final Headers REQUEST_HEADERS = new Headers(Codes.REQUEST_HEADERS);
  static final Headers RESPONSE_HEADERS = new Headers(Codes.RESPONSE_HEADERS);

  static final IntMap<Context> ALL = new IntMap<>();

  static @Nullable VmContext vm;
  static boolean vmStarted;
  static boolean vmAccepted;

  /** The timers of stages; null as long as there is none. */
  static @Nullable Ticker ticker;

  /** Who looks after failed stages; null as long as there is none. */
  static @Nullable EndOfCallback endOfCallback;

  /** The id of the stream whose context could not be made last. */
  static int refused;

  /** The id of the context that hostcalls speak of. */
  static int current;

  private Contexts() {}

  /** The host calls a plugin, which is then the current context. */
  static @Nullable PluginContext plugin(int id) {
    current = id;
    return (PluginContext) ALL.get(id);
  }

  /** The host calls an HTTP stream, which is then the current context; null if it is over. */
  static @Nullable HttpContext http(int id) {
    current = id;
    HttpContext stream = (HttpContext) ALL.get(id);
    if (stream == null || stream.failed()) {
      return null;
    }
    stream.enter();
    return stream;
  }

  /** The host calls a TCP stream, which is then the current context; null if it is over. */
  static @Nullable TcpContext tcp(int id) {
    current = id;
    TcpContext stream = (TcpContext) ALL.get(id);
    if (stream == null || stream.failed()) {
      return null;
    }
    stream.enter();
    return stream;
  }

  /** Makes another context the current one; false if it is over. */
  static boolean enter(int id) {
    Context context = ALL.get(id);
    if (context == null || context.failed()) {
      return false;
    }
    become(id);
    return true;
  }

  /** Makes the context current again that was it before. */
  static void back(int id) {
    if (ALL.get(id) != null) {
      become(id);
    }
  }

  static void become(int id) {
    if (current != id) {
      Host.calls().setEffectiveContext(id);
      current = id;
    }
  }

  static boolean isLive(Context context) {
    return ALL.get(context.contextId()) == context;
  }
}
