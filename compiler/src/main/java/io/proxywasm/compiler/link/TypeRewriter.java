package io.proxywasm.compiler.link;

import io.proxywasm.wasm.ArrayType;
import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.CompositeType;
import io.proxywasm.wasm.FieldType;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.IndexSpace;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.StorageType;
import io.proxywasm.wasm.StructType;
import io.proxywasm.wasm.SubType;
import io.proxywasm.wasm.TypeIndex;
import io.proxywasm.wasm.ValueType;
import java.util.List;

/** Shows the types that types refer to to a mapper, and takes what it replaced. */
final class TypeRewriter {
  private TypeRewriter() {}

  static SubType type(SubType type, CodeMapper mapper) {
    return new SubType(
        type.open(),
        type.supertypes().stream().map(index -> mapper.index(IndexSpace.TYPE, index)).toList(),
        shape(type.shape(), mapper));
  }

  private static CompositeType shape(CompositeType shape, CodeMapper mapper) {
    if (shape instanceof FunctionType function) {
      return new FunctionType(
          values(function.parameters(), mapper), values(function.results(), mapper));
    }
    if (shape instanceof StructType struct) {
      return new StructType(struct.fields().stream().map(field -> field(field, mapper)).toList());
    }
    return new ArrayType(field(((ArrayType) shape).element(), mapper));
  }

  private static FieldType field(FieldType field, CodeMapper mapper) {
    StorageType storage = field.storage();
    return new FieldType(
        storage instanceof ValueType value ? value(value, mapper) : storage, field.mutable());
  }

  private static List<ValueType> values(List<ValueType> types, CodeMapper mapper) {
    return types.stream().map(type -> value(type, mapper)).toList();
  }

  static ValueType value(ValueType type, CodeMapper mapper) {
    return type instanceof ReferenceType reference && reference.target() instanceof TypeIndex target
        ? new ReferenceType(
            reference.nullable(), new TypeIndex(mapper.index(IndexSpace.TYPE, target.index())))
        : type;
  }

  static BlockType block(BlockType type, CodeMapper mapper) {
    if (type instanceof BlockType.Signature signature) {
      return new BlockType.Signature(mapper.index(IndexSpace.TYPE, signature.type()));
    }
    return type instanceof BlockType.Result result
        ? new BlockType.Result(value(result.type(), mapper))
        : type;
  }
}
