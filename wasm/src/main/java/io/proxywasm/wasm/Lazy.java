package io.proxywasm.wasm;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is computed when first asked for. Two threads may both compute it; they get equal
 * immutable values.
 */
final class Lazy<T> {
  private final Supplier<? extends T> supplier;
  private volatile @Nullable T value;

  Lazy(Supplier<? extends T> supplier) {
    this.supplier = supplier;
  }

  T get() {
    T known = value;
    if (known == null) {
      known = supplier.get();
      value = known;
    }
    return known;
  }
}
