package io.proxywasm.compiler.link;

import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.Global;
import io.proxywasm.wasm.GlobalType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.IndexSpace;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.TagType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Leaves out the types that nothing refers to. Groups stay whole: what a group holds is part of
 * what its types are, and two classes that look alike are told apart by it.
 */
final class UnusedTypes implements CodeMapper {
  private final WasmModule module;

  /** The group of each type. */
  private final List<Integer> groups = new ArrayList<>();

  private final BitSet used = new BitSet();
  private final Deque<RecGroup> open = new ArrayDeque<>();

  private UnusedTypes(WasmModule module) {
    this.module = module;
    for (int group = 0; group < module.typeSection().size(); group++) {
      groups.addAll(Collections.nCopies(size(group), group));
    }
  }

  static WasmModule remove(WasmModule module) {
    if (!module.tableSection().isEmpty()
        || module.elementSection().stream().anyMatch(segment -> segment.type().isPresent())) {
      return module; // TeaVM writes neither.
    }
    UnusedTypes types = new UnusedTypes(module);
    types.mark();
    return types.rewrite();
  }

  private int size(int group) {
    return module.typeSection().get(group).types().size();
  }

  @Override
  public int index(IndexSpace space, int index) {
    if (space == IndexSpace.TYPE) {
      use(index);
    }
    return index;
  }

  @Override
  public BlockType blockType(BlockType type) {
    return TypeRewriter.block(type, this);
  }

  private void use(int type) {
    int group = groups.get(type);
    if (!used.get(group)) {
      used.set(group);
      open.add(module.typeSection().get(group));
    }
  }

  private void mark() {
    for (Import imported : module.importSection()) {
      if (imported.type() instanceof FunctionReference function) {
        use(function.typeIndex());
      }
    }
    module.functionSection().forEach(this::use);
    module.tagSection().forEach(tag -> use(tag.typeIndex()));
    for (Global global : module.globalSection()) {
      TypeRewriter.value(global.type().value(), this);
      global.value().map(this);
    }
    module.codeSection().forEach(body -> body.map(this));
    while (!open.isEmpty()) {
      open.remove().types().forEach(type -> TypeRewriter.type(type, this));
    }
  }

  private WasmModule rewrite() {
    int[] moved = new int[groups.size()];
    int next = 0;
    for (int type = 0; type < moved.length; type++) {
      if (used.get(groups.get(type))) {
        moved[type] = next++;
      }
    }
    CodeMapper mover =
        new CodeMapper() {
          @Override
          public int index(IndexSpace space, int index) {
            return space == IndexSpace.TYPE ? moved[index] : index;
          }

          @Override
          public BlockType blockType(BlockType type) {
            return TypeRewriter.block(type, this);
          }
        };
    return module
        .withTypeSection(
            used.stream()
                .mapToObj(module.typeSection()::get)
                .map(group -> moved(group, mover))
                .toList())
        .withImportSection(
            module.importSection().stream().map(imported -> moved(imported, moved)).toList())
        .withFunctionSection(module.functionSection().stream().map(type -> moved[type]).toList())
        .withTagSection(
            module.tagSection().stream().map(tag -> new TagType(moved[tag.typeIndex()])).toList())
        .withGlobalSection(
            module.globalSection().stream().map(global -> moved(global, mover)).toList())
        .withCodeSection(module.codeSection().stream().map(body -> body.map(mover)).toList());
  }

  private static RecGroup moved(RecGroup group, CodeMapper mover) {
    return new RecGroup(
        group.types().stream().map(type -> TypeRewriter.type(type, mover)).toList());
  }

  private static Import moved(Import imported, int[] moved) {
    return imported.type() instanceof FunctionReference function
        ? new Import(
            imported.module(), imported.name(), new FunctionReference(moved[function.typeIndex()]))
        : imported;
  }

  private static Global moved(Global global, CodeMapper mover) {
    return new Global(
        new GlobalType(TypeRewriter.value(global.type().value(), mover), global.type().mutable()),
        global.value().map(mover));
  }
}
