package io.proxywasm.wasm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A module's magic number, version and sequence of sections. */
final class ModuleFrame {
  private static final Bytes HEADER = Bytes.wrap(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
  private static final Bytes MAGIC = HEADER.slice(0, 4);

  private ModuleFrame() {}

  static List<Section> read(Bytes bytes) {
    checkHeader(bytes);
    Input in = new Input(bytes, "a module");
    in.take(HEADER.length(), "the header");
    List<Section> sections = new ArrayList<>();
    SectionId last = SectionId.CUSTOM;
    int custom = 0;
    while (in.hasMore()) {
      int start = in.position();
      Section section = Section.read(in);
      if (section.id() == SectionId.CUSTOM) {
        custom++;
        if (custom > Limits.CUSTOM_SECTIONS) {
          throw in.errorAt(start, "more than " + Limits.CUSTOM_SECTIONS + " custom sections");
        }
      } else if (section.id().compareTo(last) <= 0) {
        throw in.errorAt(
            start,
            section.id() == last
                ? "a second " + last + " section"
                : "the " + section.id() + " section stands after the " + last + " section");
      } else {
        last = section.id();
      }
      sections.add(section);
    }
    return List.copyOf(sections);
  }

  static byte[] write(List<Section> sections) {
    Output out = new Output().bytes(HEADER);
    sections.forEach(section -> out.bytes(section.encoded()));
    return out.toByteArray();
  }

  private static void checkHeader(Bytes bytes) {
    Bytes start = bytes.slice(0, Math.min(4, bytes.length()));
    if (!start.equals(MAGIC)) {
      throw new WasmFormatException("not a WebAssembly module: " + seen(start), 0);
    }
    if (bytes.length() < HEADER.length()) {
      throw new WasmFormatException(
          "a WebAssembly module that ends after " + bytes.length() + " bytes; is the file cut off?",
          bytes.length());
    }
    int version = bytes.at(4) | bytes.at(5) << 8;
    int layer = bytes.at(6) | bytes.at(7) << 8;
    if (layer == 1) {
      throw new WasmFormatException(
          "a WebAssembly component, not a module; a Proxy-Wasm host loads core modules only", 4);
    }
    if (version != 1 || layer != 0) {
      throw new WasmFormatException(
          "a WebAssembly module of version " + version + "." + layer + "; only version 1 exists",
          4);
    }
  }

  private static String seen(Bytes start) {
    if (start.length() == 0) {
      return "it is empty";
    }
    StringBuilder text = new StringBuilder(start.length() < 4 ? "it is only" : "begins with");
    for (int i = 0; i < start.length(); i++) {
      text.append(String.format(" %02x", start.at(i)));
    }
    return text.append(guess(start.toByteArray())).toString();
  }

  private static String guess(byte[] start) {
    if (Arrays.equals(start, new byte[] {'P', 'K', 3, 4})) {
      return " (a zip or jar file)";
    }
    if (Arrays.equals(start, new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe})) {
      return " (a Java class file)";
    }
    if (Arrays.equals(start, new byte[] {0x7f, 'E', 'L', 'F'})) {
      return " (a native executable)";
    }
    if (start.length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
      return " (a gzip file)";
    }
    boolean text = true;
    for (byte next : start) {
      text &= next >= ' ' && next < 0x7f || next == '\n' || next == '\r' || next == '\t';
    }
    return text ? " (text: \"" + new String(start, StandardCharsets.US_ASCII).strip() + "\")" : "";
  }
}
