package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes modules, right ones and wrong ones. Signatures are texts such as {@code "iil>i"}: i is
 * i32, l is i64.
 */
final class ModuleBuilder {
  /** What the allocator of {@link #plugin} answers. */
  static final int ALLOCATED = 32768;

  private static final int FUNCTION = 0;
  private static final int MEMORY = 2;

  private final List<byte[]> types = new ArrayList<>();
  private final List<byte[]> imports = new ArrayList<>();
  private final List<Integer> functions = new ArrayList<>();
  private final List<byte[]> tables = new ArrayList<>();
  private final List<byte[]> memories = new ArrayList<>();
  private final List<byte[]> tags = new ArrayList<>();
  private final List<byte[]> globals = new ArrayList<>();
  private final List<byte[]> exports = new ArrayList<>();
  private final List<byte[]> elements = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private final Map<Integer, String> names = new TreeMap<>();
  private int importedFunctions;
  private int start = -1;

  /** A module that is a plugin of ABI 0.2.1; imports come first. */
  static ModuleBuilder plugin() {
    return new ModuleBuilder();
  }

  /** Adds what every plugin has: a marker, a memory of one page and an allocator. */
  ModuleBuilder basics() {
    return marker("proxy_abi_version_0_2_1").memoryAndAllocator();
  }

  ModuleBuilder memoryAndAllocator() {
    memory(1, 1000);
    function("malloc", "i>i", Code.of().i32(ALLOCATED));
    return this;
  }

  ModuleBuilder marker(String name) {
    function(name, ">", Code.of());
    return this;
  }

  int type(String signature) {
    String[] sides = signature.split(">", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x60);
    for (String side : sides) {
      Code.writeUnsigned(out, side.length());
      side.chars().forEach(each -> out.write(valueType(each)));
    }
    return rawType(out.toByteArray());
  }

  int rawType(byte[] type) {
    types.add(type);
    return types.size() - 1;
  }

  private static int valueType(int letter) {
    return letter == 'i' ? 0x7f : letter == 'l' ? 0x7e : 0x7d;
  }

  int importFunction(String module, String name, String signature) {
    ByteArrayOutputStream out = importName(module, name, FUNCTION);
    Code.writeUnsigned(out, type(signature));
    imports.add(out.toByteArray());
    return importedFunctions++;
  }

  ModuleBuilder importOther(String module, String name, int kind, int... description) {
    ByteArrayOutputStream out = importName(module, name, kind);
    out.writeBytes(Code.of().raw(description).toByteArray());
    imports.add(out.toByteArray());
    return this;
  }

  private static ByteArrayOutputStream importName(String module, String name, int kind) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, module);
    text(out, name);
    out.write(kind);
    return out;
  }

  int function(String signature, Code code) {
    return function(type(signature), new byte[] {0}, code);
  }

  int function(int type, byte[] locals, Code code) {
    functions.add(type);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(locals);
    body.writeBytes(code.toByteArray());
    body.write(0x0b);
    bodies.add(sized(body.toByteArray()));
    return importedFunctions + functions.size() - 1;
  }

  int function(String export, String signature, Code code) {
    int index = function(signature, code);
    export(export, index);
    return index;
  }

  ModuleBuilder export(String name, int function) {
    return export(name, FUNCTION, function);
  }

  ModuleBuilder export(String name, int kind, int index) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, name);
    out.write(kind);
    Code.writeUnsigned(out, index);
    exports.add(out.toByteArray());
    return this;
  }

  ModuleBuilder memory(int minimum, int maximum) {
    hiddenMemory(minimum, maximum);
    return export("memory", MEMORY, memories.size() - 1);
  }

  ModuleBuilder hiddenMemory(int minimum, int maximum) {
    memories.add(limits(minimum, maximum));
    return this;
  }

  /** A table of functions. */
  ModuleBuilder table(int minimum, int maximum) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x70);
    out.writeBytes(limits(minimum, maximum));
    tables.add(out.toByteArray());
    return this;
  }

  private static byte[] limits(int minimum, int maximum) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    Code.writeUnsigned(out, minimum);
    Code.writeUnsigned(out, maximum);
    return out.toByteArray();
  }

  /** Fills the first table from its first entry on. */
  ModuleBuilder elements(List<Integer> indices) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0x41, 0, 0x0b});
    Code.writeUnsigned(out, indices.size());
    indices.forEach(index -> Code.writeUnsigned(out, index));
    elements.add(out.toByteArray());
    return this;
  }

  ModuleBuilder tag(int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    Code.writeUnsigned(out, type);
    tags.add(out.toByteArray());
    return this;
  }

  /** A number that can be changed. */
  ModuleBuilder global(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x7f);
    out.write(1);
    out.writeBytes(Code.of().i32(value).end().toByteArray());
    globals.add(out.toByteArray());
    return this;
  }

  ModuleBuilder data(int address, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(Code.of().i32(address).end().toByteArray());
    text(out, text);
    data.add(out.toByteArray());
    return this;
  }

  ModuleBuilder start(int function) {
    start = function;
    return this;
  }

  ModuleBuilder name(int function, String name) {
    names.put(function, name);
    return this;
  }

  byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(out, 1, types);
    section(out, 2, imports);
    section(out, 3, functions.stream().map(type -> Code.of().number(type).toByteArray()).toList());
    section(out, 4, tables);
    section(out, 5, memories);
    section(out, 13, tags);
    section(out, 6, globals);
    section(out, 7, exports);
    if (start >= 0) {
      out.write(8);
      out.writeBytes(sized(Code.of().number(start).toByteArray()));
    }
    section(out, 9, elements);
    section(out, 10, bodies);
    section(out, 11, data);
    if (!names.isEmpty()) {
      out.write(0);
      out.writeBytes(sized(nameSection()));
    }
    return out.toByteArray();
  }

  private byte[] nameSection() {
    ByteArrayOutputStream map = new ByteArrayOutputStream();
    Code.writeUnsigned(map, names.size());
    names.forEach(
        (index, name) -> {
          Code.writeUnsigned(map, index);
          text(map, name);
        });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, "name");
    out.write(1);
    out.writeBytes(sized(map.toByteArray()));
    return out.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, int id, List<byte[]> items) {
    if (items.isEmpty()) {
      return;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Code.writeUnsigned(content, items.size());
    items.forEach(content::writeBytes);
    out.write(id);
    out.writeBytes(sized(content.toByteArray()));
  }

  private static byte[] sized(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Code.writeUnsigned(out, bytes.length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(sized(text.getBytes(UTF_8)));
  }
}
