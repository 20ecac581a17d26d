package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** Who waits for a stage. */
abstract class StageListener {
  @Nullable StageListener next;

  abstract void completed(@Nullable Object value);

  abstract void failed(Throwable failure);
}
