package io.proxywasm.wasm;

import java.util.ArrayList;
import java.util.List;

/** Value, reference and storage types in the binary format. */
final class TypeCodec {
  private static final int NULLABLE_REFERENCE = 0x63;
  private static final int REFERENCE = 0x64;

  private TypeCodec() {}

  static ValueType readValue(Input in, String what) {
    int start = in.position();
    int code = in.u8(what);
    if (code == NULLABLE_REFERENCE || code == REFERENCE) {
      return new ReferenceType(code == NULLABLE_REFERENCE, readHeap(in, what));
    }
    for (NumberType type : NumberType.values()) {
      if (type.code == code) {
        return type;
      }
    }
    for (AbstractHeapType type : AbstractHeapType.values()) {
      if (type.code == code) {
        return new ReferenceType(true, type);
      }
    }
    throw in.errorAt(start, what + " is " + hex(code) + ", which is no value type");
  }

  static void writeValue(ValueType type, Output out) {
    if (type instanceof NumberType number) {
      out.u8(number.code);
    } else if (type instanceof ReferenceType reference) {
      if (reference.nullable() && reference.target() instanceof AbstractHeapType kind) {
        out.u8(kind.code);
      } else {
        out.u8(reference.nullable() ? NULLABLE_REFERENCE : REFERENCE);
        writeHeap(reference.target(), out);
      }
    }
  }

  static ReferenceType readReference(Input in, String what) {
    int start = in.position();
    if (readValue(in, what) instanceof ReferenceType reference) {
      return reference;
    }
    throw in.errorAt(start, what + " is not a reference type");
  }

  static HeapType readHeap(Input in, String what) {
    int start = in.position();
    long code = in.signed(33, what);
    if (code >= 0) {
      if (code > Limits.TYPES) {
        throw in.errorAt(start, what + " is type " + code + ", which is beyond every list");
      }
      return new TypeIndex((int) code);
    }
    for (AbstractHeapType type : AbstractHeapType.values()) {
      if (type.code - 0x80 == code) {
        return type;
      }
    }
    throw in.errorAt(start, what + " is " + code + ", which is no heap type");
  }

  static void writeHeap(HeapType type, Output out) {
    if (type instanceof TypeIndex declared) {
      out.signed(declared.index());
    } else if (type instanceof AbstractHeapType kind) {
      out.u8(kind.code);
    }
  }

  static FieldType readField(Input in) {
    StorageType storage = readStorage(in);
    return new FieldType(storage, readMutable(in));
  }

  static void writeField(FieldType field, Output out) {
    if (field.storage() instanceof PackedType packed) {
      out.u8(packed.code);
    } else if (field.storage() instanceof ValueType value) {
      writeValue(value, out);
    }
    out.u8(field.mutable() ? 1 : 0);
  }

  private static StorageType readStorage(Input in) {
    int code = in.peek("a field's type");
    for (PackedType type : PackedType.values()) {
      if (type.code == code) {
        in.u8("a field's type");
        return type;
      }
    }
    return readValue(in, "a field's type");
  }

  static boolean readMutable(Input in) {
    int flag = in.u8("a mutability");
    if (flag > 1) {
      throw in.errorAt(in.position() - 1, "a mutability is " + hex(flag) + " instead of 0 or 1");
    }
    return flag == 1;
  }

  static List<ValueType> readValues(Input in, String what) {
    int count = in.count(what + "s", Limits.PARAMETERS);
    List<ValueType> types = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      types.add(readValue(in, "a " + what));
    }
    return types;
  }

  static String hex(int code) {
    return String.format("0x%02x", code);
  }
}
