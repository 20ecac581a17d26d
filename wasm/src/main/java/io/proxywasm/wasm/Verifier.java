package io.proxywasm.wasm;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks all of a module: everything must parse, and every index must point to something. */
final class Verifier implements CodeMapper {
  private final WasmModule module;
  private final Map<IndexSpace, Integer> sizes;
  private long locals;

  Verifier(WasmModule module) {
    this.module = module;
    this.sizes =
        Map.of(
            IndexSpace.TYPE, module.types().size(),
            IndexSpace.FUNCTION, module.functions().size(),
            IndexSpace.TABLE, module.tables().size(),
            IndexSpace.MEMORY, module.memories().size(),
            IndexSpace.GLOBAL, module.globals().size(),
            IndexSpace.TAG, module.tags().size(),
            IndexSpace.ELEMENT, module.elementSection().size(),
            IndexSpace.DATA, module.dataSection().size());
  }

  void run() {
    module
        .types()
        .forEach(type -> type.supertypes().forEach(index -> index(IndexSpace.TYPE, index)));
    module.functions().forEach(module::signature);
    module.tags().forEach(tag -> module.signature(tag.typeIndex()));
    module.tableSection().forEach(table -> table.value().ifPresent(this::check));
    module.globalSection().forEach(global -> check(global.value()));
    module.start().ifPresent(index -> index(IndexSpace.FUNCTION, index));
    module.elementSection().forEach(this::checkElements);
    for (DataSegment segment : module.dataSection()) {
      segment.offset().ifPresent(offset -> index(IndexSpace.MEMORY, segment.memory()));
      segment.offset().ifPresent(this::check);
    }
    checkExports();
    checkCounts();
    module.codeSection().forEach(body -> body.map(this));
    module.customSections();
  }

  @Override
  public void locals(int count) {
    locals += count;
    if (locals > Limits.LOCALS_OF_ALL) {
      throw new WasmFormatException(
          "the functions have more than " + Limits.LOCALS_OF_ALL + " locals", 0);
    }
  }

  @Override
  public int index(IndexSpace space, int index) {
    int size = sizes.getOrDefault(space, 0);
    if (index >= size) {
      throw new WasmFormatException("there is no " + space + " " + index + ", only " + size, 0);
    }
    return index;
  }

  @Override
  public BlockType blockType(BlockType type) {
    if (type instanceof BlockType.Signature signature) {
      module.signature(signature.type());
    }
    return type;
  }

  private void check(Expression expression) {
    expression.map(this);
  }

  private void checkElements(ElementSegment segment) {
    if (segment.offset().isPresent()) {
      index(IndexSpace.TABLE, segment.table());
    }
    segment.offset().ifPresent(this::check);
    segment.functions().forEach(function -> index(IndexSpace.FUNCTION, function));
    segment.expressions().forEach(this::check);
  }

  private void checkExports() {
    Set<String> names = new HashSet<>();
    for (Export export : module.exportSection()) {
      if (!names.add(export.name())) {
        throw new WasmFormatException("two exports are named " + export.name(), 0);
      }
      index(IndexSpace.valueOf(export.kind().name()), export.index());
    }
  }

  private void checkCounts() {
    List<Integer> functions = module.functionSection();
    if (functions.size() != module.codeSection().size()) {
      throw new WasmFormatException(
          functions.size() + " functions have " + module.codeSection().size() + " bodies", 0);
    }
    Optional<Section> count = module.section(SectionId.DATA_COUNT);
    if (count.isPresent()) {
      Input in = count.get().open();
      long announced = in.u32("a number of data segments");
      in.expectEnd();
      if (announced != module.dataSection().size()) {
        throw in.error(
            announced + " data segments announced, but there are " + module.dataSection().size());
      }
    }
  }
}
