package io.proxywasm.wasm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A small module that has one of everything. */
final class SampleModule {
  static final FunctionType NOTHING = new FunctionType(List.of(), List.of());
  static final FunctionType LOG =
      new FunctionType(List.of(NumberType.I32, NumberType.I64), List.of(NumberType.I32));
  static final StructType POINT =
      new StructType(
          List.of(
              new FieldType(PackedType.I8, true),
              new FieldType(new ReferenceType(true, new TypeIndex(3)), false)));
  static final ReferenceType FUNCREF = new ReferenceType(true, AbstractHeapType.FUNC);

  /**
   * Block types, a branch table, calls, a try table, casts, vectors, memory and bulk instructions.
   */
  static final String CODE =
      "02 01 7f 01 63 03 " // locals: 1 i32, 1 (ref null 3)
          + "02 40 0b 02 7f 41 00 0b 1a 02 02 41 00 42 7f 0b 1a " // blocks: empty, i32, type 2
          + "41 00 0e 02 00 00 00 " // br_table
          + "1f 40 02 00 00 00 02 00 0b " // try_table with catch and catch_all
          + "fb 00 03 fb 02 03 01 fb 14 03 fb 17 6b " // struct.new, struct.get, ref.test, ref.cast
          + "fb 18 01 00 6e 03 d0 71 d2 01 10 01 11 02 00 14 02 " // br_on_cast, ref.null, calls
          + "fd 0c 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f fd 15 03 fd 54 00 04 02 "
          + "28 02 10 28 42 00 08 fe 10 02 00 " // loads: plain, with a memory index, atomic
          + "fc 08 01 00 fc 0a 00 00 fc 0c 00 00 fc 07 3f 00 "
          + "43 00 00 80 3f 44 00 00 00 00 00 00 f0 3f 1c 01 63 03 0b";

  private SampleModule() {}

  static WasmModule build() {
    return WasmModule.empty()
        .withTypeSection(
            List.of(
                RecGroup.of(NOTHING),
                RecGroup.of(LOG),
                RecGroup.of(new FunctionType(List.of(), List.of(NumberType.I32, NumberType.I64))),
                new RecGroup(
                    List.of(
                        new SubType(true, List.of(), POINT),
                        new SubType(false, List.of(3), POINT)))))
        .withImportSection(
            List.of(
                new Import("env", "log", new FunctionReference(1)),
                new Import("env", "memory", new MemoryType(SizeRange.of(1, 2)))))
        .withFunctionSection(List.of(0, 0))
        .withTableSection(
            List.of(
                new Table(
                    new TableType(FUNCREF, new SizeRange(1, OptionalLong.empty(), false, false)),
                    Optional.empty())))
        .withTagSection(List.of(new TagType(0)))
        .withGlobalSection(
            List.of(new Global(new GlobalType(NumberType.I32, true), Expression.i32(-77))))
        .withExportSection(
            List.of(
                new Export("run", ExternKind.FUNCTION, 1),
                new Export("memory", ExternKind.MEMORY, 0)))
        .withStart(OptionalInt.of(2))
        .withRaw(SectionId.ELEMENT, Hex.bytes("02 00 41 00 0b 01 01 03 00 01 02"))
        .withRaw(SectionId.DATA_COUNT, Hex.bytes("02"))
        .withCodeSection(List.of(new CodeBody(Hex.bytes(CODE)), CodeBody.calling(1)))
        .withDataSection(
            List.of(
                new DataSegment(0, Optional.of(Expression.i32(1024)), Hex.bytes("68 69")),
                new DataSegment(0, Optional.empty(), Hex.bytes("ff"))))
        .withCustomSection(new NameSection(new TreeMap<>(Map.of(0, "log", 1, "run"))).toSection())
        .withCustomSection(new CustomSection("anything", Hex.bytes("01 02 03")));
  }
}
