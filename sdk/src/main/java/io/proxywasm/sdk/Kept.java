package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** Values that outlive the callback which they came in. */
final class Kept {
  private Kept() {}

  /** Returns a value, or a copy of it if the original is good for this callback only. */
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof HttpCallResponse response) {
      return response.keep();
    }
    if (value instanceof Bytes bytes) {
      return bytes instanceof ArrayBytes ? bytes : Bytes.of(bytes.toByteArray());
    }
    return value;
  }
}
