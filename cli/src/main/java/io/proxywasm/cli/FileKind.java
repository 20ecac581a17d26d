package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;

/** What people hand over in place of a module, told by its first bytes. */
enum FileKind {
  ZIP("PK\u0003\u0004", "a zip archive, not a WebAssembly module; is the module in it?"),
  GZIP("\u001f\u008b", "compressed with gzip; unpack it first"),
  CLASS(
      "\u00ca\u00fe\u00ba\u00be", "a Java class, not a WebAssembly module; 'pwj build' makes one"),
  TEXT("(module", "a WebAssembly module as text; assemble it first, with wat2wasm or wasm-tools"),
  ELF("\u007fELF", "a native program, not a WebAssembly module");

  private final String start;
  private final String text;

  FileKind(String start, String text) {
    this.start = start;
    this.text = text;
  }

  static Optional<FileKind> of(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 8), ISO_8859_1);
    return Arrays.stream(values()).filter(kind -> start.startsWith(kind.start)).findFirst();
  }

  String text() {
    return text;
  }
}
