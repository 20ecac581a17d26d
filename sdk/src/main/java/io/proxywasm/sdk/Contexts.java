package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** What the VM knows: its contexts by id. */
final class Contexts {
  static final Headers REQUEST_HEADERS = new Headers(Codes.REQUEST_HEADERS);
  static final Headers RESPONSE_HEADERS = new Headers(Codes.RESPONSE_HEADERS);

  static final IntMap<PluginContext> plugins = new IntMap<>();
  static final IntMap<HttpContext> streams = new IntMap<>();

  static @Nullable VmContext vm;
  static boolean vmStarted;
  static boolean vmAccepted;

  private Contexts() {}
}
