package io.proxywasm.sdk;

/** An HTTP callout under way. */
abstract class PendingCall {
  /** All of this VM, by their ids. */
  static final IntMap<PendingCall> ALL = new IntMap<>();

  abstract void receive(HttpCallResponse response);
}
