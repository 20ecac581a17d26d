package io.proxywasm.host.engine;

import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the types of blocks so that Endive 1.0.0 reads them right: it takes the type indices 64
 * and 99 to 127 for value types. Each gets a copy with a harmless index at the end of the type
 * section.
 */
final class BlockTypes implements CodeMapper {
  private static final int FIRST_MISREAD = 64;

  private final WasmModule module;
  private final List<RecGroup> types;
  private final Map<Integer, Integer> copies = new HashMap<>();
  private int nextType;

  private BlockTypes(WasmModule module) {
    this.module = module;
    this.types = new ArrayList<>(module.typeSection());
    this.nextType = module.types().size();
  }

  static WasmModule cure(WasmModule module) {
    if (module.types().size() <= FIRST_MISREAD) {
      return module;
    }
    BlockTypes mapper = new BlockTypes(module);
    List<CodeBody> bodies = module.codeSection().stream().map(body -> body.map(mapper)).toList();
    return mapper.copies.isEmpty()
        ? module
        : module.withCodeSection(bodies).withTypeSection(mapper.types);
  }

  @Override
  public BlockType blockType(BlockType type) {
    return type instanceof BlockType.Signature signature && isMisread(signature.type())
        ? new BlockType.Signature(copies.computeIfAbsent(signature.type(), this::copy))
        : type;
  }

  private int copy(int index) {
    RecGroup copy = RecGroup.of(module.signature(index));
    while (isMisread(nextType)) {
      add(copy);
    }
    return add(copy);
  }

  private int add(RecGroup group) {
    types.add(group);
    return nextType++;
  }

  private static boolean isMisread(int index) {
    return index == FIRST_MISREAD || index >= 99 && index <= 127;
  }
}
