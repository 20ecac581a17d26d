package io.proxywasm.wasm;

/**
 * A section that engines ignore.
 *
 * @param name says what it holds
 * @param content what follows the name
 */
public record CustomSection(String name, Bytes content) {
  static CustomSection read(Section section) {
    Input in = section.open();
    String name = in.name("a custom section's name");
    return new CustomSection(name, in.take(in.remaining(), "a custom section"));
  }
}
