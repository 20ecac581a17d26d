package io.proxywasm.compiler.link;

import io.proxywasm.wasm.AbstractHeapType;
import io.proxywasm.wasm.Bytes;
import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.CustomSection;
import io.proxywasm.wasm.DataSegment;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.Expression;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Global;
import io.proxywasm.wasm.GlobalType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.MemoryType;
import io.proxywasm.wasm.NameSection;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.SizeRange;
import io.proxywasm.wasm.TagType;
import io.proxywasm.wasm.WasmModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A module as TeaVM writes them, in small. Function 0 is {@code env.proxy_log}; then come the start
 * function, which adds 1 to global 2, and what a test adds.
 */
final class TeavmLike {
  static final int START = 1;
  static final int LOG_TYPE = 0;
  static final int NOTHING_TYPE = 1;
  static final int REFERENCE_TYPE = 2;

  private static final GlobalType CONSTANT = new GlobalType(NumberType.I32, false);
  private static final ReferenceType ANY = new ReferenceType(true, AbstractHeapType.ANY);

  final List<RecGroup> types = new ArrayList<>();
  final List<Import> imports = new ArrayList<>();
  final List<Integer> functions = new ArrayList<>();
  final List<CodeBody> bodies = new ArrayList<>();
  final List<Export> exports = new ArrayList<>();
  OptionalInt start = OptionalInt.of(START);

  TeavmLike() {
    NumberType i32 = NumberType.I32;
    types.add(RecGroup.of(new FunctionType(List.of(i32, i32, i32), List.of(i32))));
    types.add(RecGroup.of(new FunctionType(List.of(), List.of())));
    types.add(RecGroup.of(new FunctionType(List.of(ANY), List.of(ANY))));
    imports.add(new Import("env", "memory", new MemoryType(SizeRange.of(2, 32768))));
    imports.add(new Import("env", "proxy_log", new FunctionReference(LOG_TYPE)));
    imports.add(new Import("teavmMemory", "heapOffset", CONSTANT));
    imports.add(new Import("teavmMemory", "maxSize", CONSTANT));
    function(NOTHING_TYPE, "00 23 02 41 01 6a 24 02 0b");
    exports.add(new Export("teavm.javaException", ExternKind.TAG, 0));
    export("teavm.exceptionMessage", function(REFERENCE_TYPE, "00 20 00 0b"));
  }

  /** Adds a function and returns its index. */
  int function(int type, String body) {
    functions.add(type);
    bodies.add(new CodeBody(hex(body)));
    return functions.size();
  }

  TeavmLike export(String name, int function) {
    exports.add(new Export(name, ExternKind.FUNCTION, function));
    return this;
  }

  WasmModule module() {
    TreeMap<Integer, String> names = new TreeMap<>();
    for (int i = 0; i <= functions.size(); i++) {
      names.put(i, "f" + i);
    }
    return WasmModule.empty()
        .withTypeSection(types)
        .withImportSection(imports)
        .withFunctionSection(functions)
        .withTagSection(List.of(new TagType(NOTHING_TYPE)))
        .withGlobalSection(
            List.of(new Global(new GlobalType(NumberType.I32, true), Expression.i32(0))))
        .withExportSection(exports)
        .withStart(start)
        .withCodeSection(bodies)
        .withDataSection(
            List.of(
                new DataSegment(0, Optional.of(Expression.i32(0)), Bytes.copyOf(new byte[300]))))
        .withCustomSection(new NameSection(names).toSection())
        .withCustomSection(text("teavm.imports", "[]"))
        .withCustomSection(text("sourceMappingURL", "plugin.map"))
        .withCustomSection(text("licence", "Apache-2.0"));
  }

  byte[] write() {
    return module().write();
  }

  WasmModule link() {
    return link(LinkOptions.defaults());
  }

  WasmModule link(LinkOptions options) {
    return WasmModule.read(Linker.link(write(), options)).verify();
  }

  /** Links without the steps that leave things out, so that indices stay. */
  WasmModule linkWithoutOptimizing() {
    WasmModule linked =
        EntryPoints.add(Exports.restrict(Memory.define(WasmModule.read(write()), 100)));
    return WasmModule.read(BlockTypes.cure(linked).write()).verify();
  }

  static Bytes hex(String hex) {
    return Bytes.copyOf(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static CustomSection text(String name, String content) {
    return new CustomSection(name, Bytes.copyOf(content.getBytes(StandardCharsets.UTF_8)));
  }
}
