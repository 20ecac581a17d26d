package io.proxywasm.wasm;

/**
 * The type of an exception's tag.
 *
 * @param typeIndex the signature that says what such an exception carries
 */
public record TagType(int typeIndex) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.TAG;
  }
}
