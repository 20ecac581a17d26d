package io.proxywasm.host;

import io.proxywasm.abi.Status;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A context of a VM: the VM itself (0), a plugin (root) or a stream. */
abstract class Context {
  static final int REQUEST_HEADERS = 0;
  static final int REQUEST_TRAILERS = 1;
  static final int RESPONSE_HEADERS = 2;
  static final int RESPONSE_TRAILERS = 3;

  static final int DOWNSTREAM = 2;
  static final int UPSTREAM = 3;

  final Vm vm;
  final int id;

  private static final int MAX_DECLARED = 1000;

  private @Nullable Map<String, DeclaredProperty> declared;

  /** What a line of this context's log begins with. */
  private final String logSource;

  /** Whether {@code proxy_on_context_create} was called, or would have been. */
  boolean created;

  Context(Vm vm, int id, String logSource) {
    this.vm = vm;
    this.id = id;
    this.logSource = logSource;
  }

  /** The plugin's context; the VM's own context is its own root. */
  abstract Context root();

  String logSource() {
    return logSource;
  }

  /** A header map to change, or null when there is none now. */
  @Nullable HeaderMap map(int type) {
    return null;
  }

  /** A header map to read, or null when there is none now. */
  @Nullable HeaderMap readableMap(int type) {
    return map(type);
  }

  /** A buffer, or null when there is none now. */
  @Nullable Buffer buffer(int type) {
    return null;
  }

  /** Whether a buffer of this type may be written now. */
  boolean writable(int type) {
    return false;
  }

  /** The stream's knowledge; null when this is no stream. */
  @Nullable StreamInfo info() {
    return null;
  }

  int continueStream(int type) {
    return (type == UPSTREAM ? Status.UNIMPLEMENTED : Status.OK).code();
  }

  int closeStream(int type) {
    return Status.OK.code();
  }

  void sendLocalResponse(LocalResponse response) {}

  void clearRouteCache() {}

  /** Says what a property will be; false when it was said before. */
  boolean declare(String path, DeclaredProperty property) {
    if (declared == null) {
      declared = new HashMap<>();
    }
    return declared.size() < MAX_DECLARED && declared.putIfAbsent(path, property) == null;
  }

  /** What was said of a property in this context, or null. */
  @Nullable DeclaredProperty declared(String path) {
    return declared == null ? null : declared.get(path);
  }

  /** The VM is dead: what waits for it must not wait for ever. */
  void onVmFailed() {}
}
