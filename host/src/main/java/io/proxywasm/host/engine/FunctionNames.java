package io.proxywasm.host.engine;

import io.proxywasm.wasm.Bytes;
import io.proxywasm.wasm.CustomSection;
import io.proxywasm.wasm.NameSection;
import io.proxywasm.wasm.Section;
import io.proxywasm.wasm.SectionId;
import io.proxywasm.wasm.WasmFormatException;
import io.proxywasm.wasm.WasmModule;
import java.util.Map;
import java.util.Optional;

/** What the functions of a module are called and where they begin, for backtraces. */
final class FunctionNames {
  private final byte[] nameSection;
  private final int[] offsets;
  private final int imports;

  private FunctionNames(byte[] nameSection, int[] offsets, int imports) {
    this.nameSection = nameSection;
    this.offsets = offsets;
    this.imports = imports;
  }

  static FunctionNames of(WasmModule module, int imports) {
    Optional<CustomSection> names =
        module.customSections().stream()
            .filter(section -> section.name().equals(NameSection.NAME))
            .findFirst();
    return new FunctionNames(
        names.map(section -> section.content().toByteArray()).orElse(new byte[0]),
        offsets(module),
        imports);
  }

  /** A line of a backtrace, as Envoy writes it. */
  String line(int position, int function) {
    String name = names().get(function);
    int own = function - imports;
    return String.format(
        "\n%3d:  0x%x - %s",
        position,
        own >= 0 && own < offsets.length ? offsets[own] : 0,
        name == null ? "unknown(function index:" + function + ")" : name);
  }

  private Map<Integer, String> names() {
    try {
      return NameSection.read(Bytes.copyOf(nameSection)).functions();
    } catch (WasmFormatException e) {
      return Map.of();
    }
  }

  /** Where each body begins in the file. */
  private static int[] offsets(WasmModule module) {
    int[] offsets = new int[module.functionSection().size()];
    int at = 8;
    for (Section section : module.sections()) {
      if (section.id() == SectionId.CODE) {
        Bytes content = section.content();
        int start = at + section.encoded().length() - content.length();
        int position = skipNumber(content, 0);
        for (int i = 0; i < offsets.length && position < content.length(); i++) {
          int body = skipNumber(content, position);
          offsets[i] = start + body;
          position = body + number(content, position);
        }
      }
      at += section.encoded().length();
    }
    return offsets;
  }

  private static int skipNumber(Bytes bytes, int position) {
    int at = position;
    while (at < bytes.length() && bytes.at(at) >= 0x80) {
      at++;
    }
    return at + 1;
  }

  private static int number(Bytes bytes, int position) {
    int value = 0;
    for (int i = 0; i < 5 && position + i < bytes.length(); i++) {
      int part = bytes.at(position + i);
      value |= (part & 0x7f) << 7 * i;
      if (part < 0x80) {
        break;
      }
    }
    return Math.max(0, value);
  }
}
