package io.proxywasm.javaguest.inside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.sdk.Bytes;

/**
 * Bytes that came from the host. In Wasm they are a view of memory that is used again; so here,
 * too, they are good in the callback only that they were made in.
 */
abstract class CallbackBytes extends Bytes {
  /** Counts outermost callbacks. */
  static int callbacks;

  private final int callback = callbacks;

  final void checkAlive() {
    if (callback != callbacks) {
      throw new IllegalStateException(
          "bytes of a callback that is over; keep toByteArray() or utf8() of them instead");
    }
  }

  /** The text as the sdk reads it: Java's own way differs where surrogates are encoded. */
  final String decode(byte[] bytes, int start, int length) {
    String text = new String(bytes, start, length, UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : super.utf8();
  }
}
