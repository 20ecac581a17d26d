package io.proxywasm.compiler.link;

import io.proxywasm.wasm.AbstractHeapType;
import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.ValueType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the types of blocks so that Endive 1.0.0 reads them right: it takes the type indices 64
 * and 99 to 127 for value types. A signature that takes nothing and leaves at most one value can be
 * written without an index; every other gets a copy with a harmless index at the end of the type
 * section.
 */
final class BlockTypes implements CodeMapper {
  private final WasmModule module;
  private final List<RecGroup> added = new ArrayList<>();
  private final Map<Integer, Integer> copies = new LinkedHashMap<>();

  private BlockTypes(WasmModule module) {
    this.module = module;
  }

  /** Writes signatures in place where that is not longer; their types may have no other use. */
  static WasmModule shorten(WasmModule module) {
    CodeMapper mapper =
        new CodeMapper() {
          @Override
          public BlockType blockType(BlockType type) {
            return type instanceof BlockType.Signature signature
                    && isShortInPlace(module.signature(signature.type()))
                ? inPlace(module.signature(signature.type()))
                : type;
          }
        };
    return module.withCodeSection(
        module.codeSection().stream().map(body -> body.map(mapper)).toList());
  }

  static WasmModule cure(WasmModule module) {
    BlockTypes mapper = new BlockTypes(module);
    List<CodeBody> bodies = module.codeSection().stream().map(body -> body.map(mapper)).toList();
    WasmModule cured = module.withCodeSection(bodies);
    if (mapper.added.isEmpty()) {
      return cured;
    }
    List<RecGroup> groups = new ArrayList<>(module.typeSection());
    groups.addAll(mapper.added);
    return cured.withTypeSection(groups);
  }

  @Override
  public BlockType blockType(BlockType type) {
    if (!(type instanceof BlockType.Signature signature)) {
      return type;
    }
    int index = signature.type();
    FunctionType function = module.signature(index);
    if (isShortInPlace(function) || isMisread(index) && hasPlace(function)) {
      return inPlace(function);
    }
    return isMisread(index)
        ? new BlockType.Signature(copies.computeIfAbsent(index, i -> copy(function)))
        : type;
  }

  private static boolean hasPlace(FunctionType function) {
    return function.parameters().isEmpty() && function.results().size() <= 1;
  }

  private static boolean isShortInPlace(FunctionType function) {
    return hasPlace(function) && function.results().stream().allMatch(BlockTypes::isOneByte);
  }

  private static BlockType inPlace(FunctionType function) {
    return function.results().isEmpty()
        ? new BlockType.Empty()
        : new BlockType.Result(function.results().get(0));
  }

  private int copy(FunctionType function) {
    RecGroup group = RecGroup.of(function);
    while (isMisread(module.types().size() + added.size())) {
      added.add(group);
    }
    added.add(group);
    return module.types().size() + added.size() - 1;
  }

  private static boolean isMisread(int index) {
    return index == 64 || index >= 99 && index <= 127;
  }

  private static boolean isOneByte(ValueType type) {
    return !(type instanceof ReferenceType reference)
        || reference.nullable() && reference.target() instanceof AbstractHeapType;
  }
}
