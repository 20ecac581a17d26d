package io.proxywasm.host;

/** Something under way that can be taken back. */
@FunctionalInterface
public interface Cancellable {
  /** Takes it back; without effect when it is over. */
  void cancel();
}
