package io.proxywasm.bench;

import java.io.ByteArrayOutputStream;

/**
 * Cuts custom sections (names, debug information, producers) out of a module, so that sizes can be
 * compared.
 */
final class WasmSections {
  private static final int HEADER = 8;

  private WasmSections() {}

  static byte[] strip(byte[] module) {
    if (module.length < HEADER
        || module[0] != 0
        || module[1] != 'a'
        || module[2] != 's'
        || module[3] != 'm') {
      throw new BenchException(
          "not a WebAssembly module: " + module.length + " bytes without its magic number");
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(module.length);
    kept.write(module, 0, HEADER);
    int at = HEADER;
    while (at < module.length) {
      int start = at;
      int id = module[at++];
      int size = 0;
      int shift = 0;
      byte digit;
      do {
        digit = module[at++];
        size |= (digit & 0x7f) << shift;
        shift += 7;
      } while (digit < 0);
      at += size;
      if (size < 0 || at > module.length) {
        throw new BenchException(
            "section " + id + " at offset " + start + " goes past the module's end");
      }
      if (id != 0) {
        kept.write(module, start, at - start);
      }
    }
    return kept.toByteArray();
  }
}
