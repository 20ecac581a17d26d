package io.proxywasm.wasm;

/**
 * A linear memory.
 *
 * @param pages its size, in pages of 64 KiB
 */
public record MemoryType(SizeRange pages) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.MEMORY;
  }
}
