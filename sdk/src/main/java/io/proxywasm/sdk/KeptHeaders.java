package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** Headers that the plugin has a copy of. */
final class KeptHeaders extends Headers {
  private final Bytes block;

  KeptHeaders(int map, Bytes block) {
    super(map);
    this.block = block;
  }

  @Override
  HeaderBlock block() {
    return new HeaderBlock(block);
  }

  @Override
  public @Nullable Bytes getBytes(String name) {
    HeaderBlock all = block();
    for (int i = 0; i < all.size(); i++) {
      if (all.name(i).contentEquals(name)) {
        return all.value(i);
      }
    }
    return null;
  }

  @Override
  public @Nullable String get(String name) {
    Bytes value = getBytes(name);
    return value == null ? null : value.utf8();
  }
}
