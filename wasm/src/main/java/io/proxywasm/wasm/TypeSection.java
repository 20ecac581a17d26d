package io.proxywasm.wasm;

import java.util.ArrayList;
import java.util.List;

/** The type section in the binary format. */
final class TypeSection {
  private static final int FUNCTION = 0x60;
  private static final int STRUCT = 0x5f;
  private static final int ARRAY = 0x5e;
  private static final int OPEN = 0x50;
  private static final int FINAL = 0x4f;
  private static final int GROUP = 0x4e;

  private TypeSection() {}

  static List<RecGroup> read(Input in) {
    int count = in.count("types", Limits.TYPES);
    List<RecGroup> groups = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      groups.add(readGroup(in));
    }
    in.expectEnd();
    return List.copyOf(groups);
  }

  private static RecGroup readGroup(Input in) {
    if (in.peek("a type") != GROUP) {
      return new RecGroup(List.of(readSubType(in)));
    }
    in.u8("a type");
    int count = in.count("types in a group", Limits.TYPES);
    List<SubType> types = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      types.add(readSubType(in));
    }
    return new RecGroup(types);
  }

  private static SubType readSubType(Input in) {
    int code = in.peek("a type");
    if (code != OPEN && code != FINAL) {
      return SubType.of(readShape(in));
    }
    in.u8("a type");
    int count = in.count("supertypes", Limits.SUPERTYPES);
    List<Integer> supertypes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      supertypes.add(in.index("a supertype"));
    }
    return new SubType(code == OPEN, supertypes, readShape(in));
  }

  private static CompositeType readShape(Input in) {
    int start = in.position();
    int code = in.u8("a type");
    return switch (code) {
      case FUNCTION ->
          new FunctionType(
              TypeCodec.readValues(in, "parameter"), TypeCodec.readValues(in, "result"));
      case ARRAY -> new ArrayType(TypeCodec.readField(in));
      case STRUCT -> readStruct(in);
      default ->
          throw in.errorAt(
              start,
              "a type begins with "
                  + TypeCodec.hex(code)
                  + " instead of 0x60 (func), 0x5f (struct) or 0x5e (array)");
    };
  }

  private static StructType readStruct(Input in) {
    int count = in.count("fields", Limits.FIELDS);
    List<FieldType> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(TypeCodec.readField(in));
    }
    return new StructType(fields);
  }

  static void write(List<RecGroup> groups, Output out) {
    out.vector(groups, TypeSection::writeGroup);
  }

  private static void writeGroup(RecGroup group, Output out) {
    if (group.types().size() == 1) {
      writeSubType(group.types().get(0), out);
    } else {
      out.u8(GROUP).vector(group.types(), TypeSection::writeSubType);
    }
  }

  private static void writeSubType(SubType type, Output out) {
    if (type.open() || !type.supertypes().isEmpty()) {
      out.u8(type.open() ? OPEN : FINAL);
      out.vector(type.supertypes(), (index, to) -> to.u32(index));
    }
    CompositeType shape = type.shape();
    if (shape instanceof FunctionType function) {
      out.u8(FUNCTION);
      out.vector(function.parameters(), TypeCodec::writeValue);
      out.vector(function.results(), TypeCodec::writeValue);
    } else if (shape instanceof StructType struct) {
      out.u8(STRUCT).vector(struct.fields(), TypeCodec::writeField);
    } else if (shape instanceof ArrayType array) {
      TypeCodec.writeField(array.element(), out.u8(ARRAY));
    }
  }
}
