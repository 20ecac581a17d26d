package io.proxywasm.compiler.link;

import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.Global;
import io.proxywasm.wasm.GlobalType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.IndexSpace;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.SubType;
import io.proxywasm.wasm.TagType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Leaves out the types that nothing refers to, and puts those that much refers to in front, as
 * small indices take fewer bytes. Groups stay whole: what a group holds is part of what its types
 * are, and two classes that look alike are told apart by it.
 */
final class Types implements CodeMapper {
  private final WasmModule module;

  /** How often each type is referred to. */
  private final int[] uses;

  /** The group of each type. */
  private final int[] groups;

  /** The first type of each group. */
  private final int[] starts;

  private Types(WasmModule module) {
    this.module = module;
    uses = new int[module.types().size()];
    groups = new int[uses.length];
    starts = new int[module.typeSection().size()];
    int type = 0;
    for (int group = 0; group < starts.length; group++) {
      starts[group] = type;
      for (int i = 0; i < size(group); i++) {
        groups[type++] = group;
      }
    }
  }

  static WasmModule order(WasmModule module) {
    if (!module.tableSection().isEmpty()
        || module.elementSection().stream().anyMatch(segment -> segment.type().isPresent())) {
      return module; // TeaVM writes neither.
    }
    Types types = new Types(module);
    types.countUses();
    return types.rewrite(types.usedGroups().stream().boxed().toList());
  }

  private int size(int group) {
    return module.typeSection().get(group).types().size();
  }

  @Override
  public int index(IndexSpace space, int index) {
    if (space == IndexSpace.TYPE) {
      uses[index]++;
    }
    return index;
  }

  @Override
  public BlockType blockType(BlockType type) {
    if (type instanceof BlockType.Signature signature) {
      uses[signature.type()]++;
    }
    return type;
  }

  private void countUses() {
    for (Import imported : module.importSection()) {
      if (imported.type() instanceof FunctionReference function) {
        uses[function.typeIndex()]++;
      }
    }
    module.functionSection().forEach(type -> uses[type]++);
    module.tagSection().forEach(tag -> uses[tag.typeIndex()]++);
    for (Global global : module.globalSection()) {
      TypeRewriter.value(global.type().value(), this);
      global.value().map(this);
    }
    module.codeSection().forEach(body -> body.map(this));
  }

  /** Counts the uses by types that are used, too. */
  private BitSet usedGroups() {
    BitSet used = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    for (int type = 0; type < uses.length; type++) {
      if (uses[type] > 0 && !used.get(groups[type])) {
        used.set(groups[type]);
        open.add(groups[type]);
      }
    }
    while (!open.isEmpty()) {
      for (int type : references(open.remove())) {
        uses[type]++;
        if (!used.get(groups[type])) {
          used.set(groups[type]);
          open.add(groups[type]);
        }
      }
    }
    return used;
  }

  /** Returns the types that those of a group refer to, as often as they do. */
  private List<Integer> references(int group) {
    List<Integer> references = new ArrayList<>();
    CodeMapper collector =
        new CodeMapper() {
          @Override
          public int index(IndexSpace space, int index) {
            references.add(index);
            return index;
          }
        };
    for (SubType type : module.typeSection().get(group).types()) {
      TypeRewriter.type(type, collector);
    }
    return references;
  }

  /** A group stands behind the groups that it refers to. */
  private List<Integer> groupsInOrder(BitSet used) {
    List<Integer> wanted = new ArrayList<>(used.stream().boxed().toList());
    wanted.sort(Comparator.comparingDouble(group -> -weight(group)));
    List<Integer> ordered = new ArrayList<>();
    BitSet done = new BitSet();
    wanted.forEach(group -> place(group, done, ordered));
    return ordered;
  }

  private double weight(int group) {
    double all = 0;
    for (int i = 0; i < size(group); i++) {
      all += uses[starts[group] + i];
    }
    return all / size(group);
  }

  private void place(int group, BitSet done, List<Integer> ordered) {
    if (!done.get(group)) {
      done.set(group);
      for (int type : references(group)) {
        place(groups[type], done, ordered);
      }
      ordered.add(group);
    }
  }

  private WasmModule rewrite(List<Integer> ordered) {
    int[] moved = new int[uses.length];
    int next = 0;
    for (int group : ordered) {
      for (int i = 0; i < size(group); i++) {
        moved[starts[group] + i] = next++;
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
            ordered.stream()
                .map(group -> module.typeSection().get(group))
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
