package io.proxywasm.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A WebAssembly module: an immutable list of sections, with views of what they hold.
 *
 * <p>A view is parsed when it is first asked for, and that is when a malformed section is found:
 * every view may throw {@link WasmFormatException}. Views named after a section hold what that
 * section holds; {@link #functions}, {@link #tables}, {@link #memories}, {@link #globals} and
 * {@link #tags} hold imported things first, as indices count them.
 */
public final class WasmModule {
  private final List<Section> sections;
  private final Lazy<List<RecGroup>> typeSection = view(SectionId.TYPE, TypeSection::read);
  private final Lazy<List<SubType>> types =
      new Lazy<>(() -> typeSection().stream().flatMap(group -> group.types().stream()).toList());
  private final Lazy<List<Import>> importSection =
      view(SectionId.IMPORT, vector("imports", Limits.IMPORTS, Import::read));
  private final Lazy<List<Integer>> functionSection =
      view(
          SectionId.FUNCTION,
          vector("functions", Limits.FUNCTIONS, in -> in.index("a function's type")));
  private final Lazy<List<Table>> tableSection =
      view(SectionId.TABLE, vector("tables", Limits.TABLES, Table::read));
  private final Lazy<List<MemoryType>> memorySection =
      view(
          SectionId.MEMORY,
          vector("memories", Limits.MEMORIES, in -> new MemoryType(SizeRange.read(in))));
  private final Lazy<List<TagType>> tagSection =
      view(SectionId.TAG, vector("tags", Limits.TAGS, in -> new TagType(Import.readTag(in))));
  private final Lazy<List<Global>> globalSection =
      view(SectionId.GLOBAL, vector("globals", Limits.GLOBALS, Global::read));
  private final Lazy<List<Export>> exportSection =
      view(SectionId.EXPORT, vector("exports", Limits.EXPORTS, Export::read));
  private final Lazy<List<ElementSegment>> elementSection =
      view(SectionId.ELEMENT, vector("element segments", Limits.SEGMENTS, ElementSegment::read));
  private final Lazy<List<CodeBody>> codeSection =
      view(SectionId.CODE, vector("function bodies", Limits.FUNCTIONS, WasmModule::readBody));
  private final Lazy<List<DataSegment>> dataSection =
      view(SectionId.DATA, vector("data segments", Limits.SEGMENTS, DataSegment::read));
  private final Lazy<List<Integer>> functions =
      new Lazy<>(
          () ->
              Stream.concat(
                      imported(FunctionReference.class).map(FunctionReference::typeIndex),
                      functionSection().stream())
                  .toList());

  private WasmModule(List<Section> sections) {
    this.sections = sections;
  }

  /**
   * Reads a module. Only its sequence of sections is looked at; see {@link #verify}.
   *
   * @param bytes the module in the binary format
   * @return the module
   * @throws WasmFormatException if the bytes are no module
   */
  public static WasmModule read(byte[] bytes) {
    return new WasmModule(ModuleFrame.read(Bytes.copyOf(bytes)));
  }

  /**
   * Returns a module without sections.
   *
   * @return the empty module, to be filled with {@code with...} methods
   */
  public static WasmModule empty() {
    return new WasmModule(List.of());
  }

  /**
   * Writes the module. Sections that were not replaced are as they were read, byte for byte.
   *
   * @return the module in the binary format
   */
  public byte[] write() {
    return ModuleFrame.write(sections);
  }

  /**
   * Checks that all of the module is well formed and that every index points to something. It does
   * not check the types of what instructions leave on the stack: engines do.
   *
   * @return this module
   * @throws WasmFormatException if not
   */
  public WasmModule verify() {
    new Verifier(this).run();
    return this;
  }

  /**
   * Returns the sections in file order.
   *
   * @return all of them
   */
  public List<Section> sections() {
    return sections;
  }

  /**
   * Returns the declared types as they are grouped.
   *
   * @return the groups
   */
  public List<RecGroup> typeSection() {
    return typeSection.get();
  }

  /**
   * Returns the declared types as indices count them.
   *
   * @return the types of all groups
   */
  public List<SubType> types() {
    return types.get();
  }

  /**
   * Returns the imports.
   *
   * @return what the host must provide
   */
  public List<Import> importSection() {
    return importSection.get();
  }

  /**
   * Returns the type index of each of the module's own functions.
   *
   * @return as many as there are bodies
   */
  public List<Integer> functionSection() {
    return functionSection.get();
  }

  /**
   * Returns the type index of every function, imported ones first.
   *
   * @return the functions as indices count them
   */
  public List<Integer> functions() {
    return functions.get();
  }

  /**
   * Returns a function's signature.
   *
   * @param function its index, imports counted
   * @return what it takes and gives
   * @throws WasmFormatException if there is no such function or its type is not a function type
   */
  public FunctionType functionType(int function) {
    if (function < 0 || function >= functions().size()) {
      throw new WasmFormatException("there is no function " + function, 0);
    }
    return signature(functions().get(function));
  }

  /**
   * Returns a declared type that must be a function type.
   *
   * @param type its index
   * @return the signature
   * @throws WasmFormatException if there is no such type or it is a struct or an array
   */
  public FunctionType signature(int type) {
    if (type >= 0
        && type < types().size()
        && types().get(type).shape() instanceof FunctionType signature) {
      return signature;
    }
    throw new WasmFormatException("type " + type + " is not a function type", 0);
  }

  /**
   * Returns the module's own tables.
   *
   * @return without imported ones
   */
  public List<Table> tableSection() {
    return tableSection.get();
  }

  /**
   * Returns every table, imported ones first.
   *
   * @return the tables as indices count them
   */
  public List<TableType> tables() {
    return Stream.concat(imported(TableType.class), tableSection().stream().map(Table::type))
        .toList();
  }

  /**
   * Returns the module's own memories.
   *
   * @return without imported ones
   */
  public List<MemoryType> memorySection() {
    return memorySection.get();
  }

  /**
   * Returns every memory, imported ones first.
   *
   * @return the memories as indices count them
   */
  public List<MemoryType> memories() {
    return Stream.concat(imported(MemoryType.class), memorySection().stream()).toList();
  }

  /**
   * Returns the module's own tags.
   *
   * @return without imported ones
   */
  public List<TagType> tagSection() {
    return tagSection.get();
  }

  /**
   * Returns every tag, imported ones first.
   *
   * @return the tags as indices count them
   */
  public List<TagType> tags() {
    return Stream.concat(imported(TagType.class), tagSection().stream()).toList();
  }

  /**
   * Returns the module's own globals.
   *
   * @return without imported ones
   */
  public List<Global> globalSection() {
    return globalSection.get();
  }

  /**
   * Returns the type of every global, imported ones first.
   *
   * @return the globals as indices count them
   */
  public List<GlobalType> globals() {
    return Stream.concat(imported(GlobalType.class), globalSection().stream().map(Global::type))
        .toList();
  }

  /**
   * Returns the exports.
   *
   * @return what the host may use
   */
  public List<Export> exportSection() {
    return exportSection.get();
  }

  /**
   * Returns the function that runs by itself when the module is instantiated.
   *
   * @return its index, if there is one
   */
  public OptionalInt start() {
    Optional<Section> section = section(SectionId.START);
    if (section.isEmpty()) {
      return OptionalInt.empty();
    }
    Input in = section.get().open();
    int function = in.index("the start function");
    in.expectEnd();
    return OptionalInt.of(function);
  }

  /**
   * Returns the element segments.
   *
   * @return references for tables, and declarations
   */
  public List<ElementSegment> elementSection() {
    return elementSection.get();
  }

  /**
   * Returns the bodies of the module's own functions.
   *
   * @return in the order of {@link #functionSection}
   */
  public List<CodeBody> codeSection() {
    return codeSection.get();
  }

  /**
   * Returns the data segments.
   *
   * @return contents for memories
   */
  public List<DataSegment> dataSection() {
    return dataSection.get();
  }

  /**
   * Returns the sections that engines ignore.
   *
   * @return in file order
   */
  public List<CustomSection> customSections() {
    return sections.stream()
        .filter(section -> section.id() == SectionId.CUSTOM)
        .map(CustomSection::read)
        .toList();
  }

  /**
   * Returns the names that the module gives its functions.
   *
   * @return the first section called {@code name}
   * @throws WasmFormatException if it is malformed
   */
  public Optional<NameSection> names() {
    return customSections().stream()
        .filter(section -> section.name().equals(NameSection.NAME))
        .findFirst()
        .map(section -> NameSection.read(section.content()));
  }

  /**
   * Returns a section that there is only one of.
   *
   * @param id which
   * @return the section, if the module has it
   */
  public Optional<Section> section(SectionId id) {
    return sections.stream().filter(section -> section.id() == id).findFirst();
  }

  /**
   * Replaces the type section.
   *
   * @param groups all types
   * @return the module with these types
   */
  public WasmModule withTypeSection(List<RecGroup> groups) {
    return with(SectionId.TYPE, groups.isEmpty(), out -> TypeSection.write(groups, out));
  }

  /**
   * Replaces the import section.
   *
   * @param imports all imports
   * @return the module with these imports
   */
  public WasmModule withImportSection(List<Import> imports) {
    return withVector(SectionId.IMPORT, imports, Import::write);
  }

  /**
   * Replaces the function section.
   *
   * @param types the type index of each of the module's own functions
   * @return the module with these functions
   */
  public WasmModule withFunctionSection(List<Integer> types) {
    return withVector(SectionId.FUNCTION, types, (type, out) -> out.u32(type));
  }

  /**
   * Replaces the table section.
   *
   * @param tables the module's own tables
   * @return the module with these tables
   */
  public WasmModule withTableSection(List<Table> tables) {
    return withVector(SectionId.TABLE, tables, Table::write);
  }

  /**
   * Replaces the memory section.
   *
   * @param memories the module's own memories
   * @return the module with these memories
   */
  public WasmModule withMemorySection(List<MemoryType> memories) {
    return withVector(SectionId.MEMORY, memories, (memory, out) -> memory.pages().write(out));
  }

  /**
   * Replaces the tag section.
   *
   * @param tags the module's own tags
   * @return the module with these tags
   */
  public WasmModule withTagSection(List<TagType> tags) {
    return withVector(SectionId.TAG, tags, (tag, out) -> out.u8(0).u32(tag.typeIndex()));
  }

  /**
   * Replaces the global section.
   *
   * @param globals the module's own globals
   * @return the module with these globals
   */
  public WasmModule withGlobalSection(List<Global> globals) {
    return withVector(SectionId.GLOBAL, globals, Global::write);
  }

  /**
   * Replaces the export section.
   *
   * @param exports all exports
   * @return the module with these exports
   */
  public WasmModule withExportSection(List<Export> exports) {
    return withVector(SectionId.EXPORT, exports, Export::write);
  }

  /**
   * Replaces or removes the start section.
   *
   * @param function the function that runs by itself, or none
   * @return the module with this start
   */
  public WasmModule withStart(OptionalInt function) {
    return with(SectionId.START, function.isEmpty(), out -> out.u32(function.orElse(0)));
  }

  /**
   * Replaces the element section.
   *
   * @param segments all element segments
   * @return the module with these segments
   */
  public WasmModule withElementSection(List<ElementSegment> segments) {
    return withVector(SectionId.ELEMENT, segments, ElementSegment::write);
  }

  /**
   * Replaces the code section.
   *
   * @param bodies one for each of the module's own functions
   * @return the module with these bodies
   */
  public WasmModule withCodeSection(List<CodeBody> bodies) {
    return withVector(SectionId.CODE, bodies, (body, out) -> out.sized(body.bytes()));
  }

  /**
   * Replaces the data section. The data count section, if there is one, is left as it is.
   *
   * @param segments all data segments
   * @return the module with these segments
   */
  public WasmModule withDataSection(List<DataSegment> segments) {
    return withVector(SectionId.DATA, segments, DataSegment::write);
  }

  /**
   * Adds a custom section at the end.
   *
   * @param section its name and content
   * @return the module with this section
   */
  public WasmModule withCustomSection(CustomSection section) {
    List<Section> edited = new ArrayList<>(sections);
    edited.add(Section.custom(section.name(), section.content()));
    return new WasmModule(List.copyOf(edited));
  }

  /**
   * Removes custom sections.
   *
   * @param drop true for the name of each section to remove
   * @return the module without them
   */
  public WasmModule withoutCustomSections(Predicate<String> drop) {
    return new WasmModule(
        sections.stream()
            .filter(
                section ->
                    section.id() != SectionId.CUSTOM
                        || !drop.test(CustomSection.read(section).name()))
            .toList());
  }

  WasmModule withRaw(SectionId id, Bytes content) {
    return with(id, false, out -> out.bytes(content));
  }

  private <T> Stream<T> imported(Class<T> type) {
    return importSection().stream().map(Import::type).filter(type::isInstance).map(type::cast);
  }

  private <T> WasmModule withVector(
      SectionId id, List<T> items, BiConsumer<? super T, Output> writer) {
    return with(id, items.isEmpty(), out -> out.vector(items, writer));
  }

  private WasmModule with(SectionId id, boolean remove, Consumer<Output> writer) {
    List<Section> edited =
        sections.stream()
            .filter(section -> section.id() != id)
            .collect(Collectors.toCollection(ArrayList::new));
    if (!remove) {
      Output out = new Output();
      writer.accept(out);
      int place = 0;
      for (int i = 0; i < edited.size(); i++) {
        SectionId other = edited.get(i).id();
        if (other != SectionId.CUSTOM && other.compareTo(id) < 0) {
          place = i + 1;
        }
      }
      edited.add(place, Section.of(id, out.toBytes()));
    }
    return new WasmModule(List.copyOf(edited));
  }

  private <T> Lazy<List<T>> view(SectionId id, Function<Input, List<T>> reader) {
    return new Lazy<>(
        () -> section(id).map(section -> reader.apply(section.open())).orElse(List.of()));
  }

  private static <T> Function<Input, List<T>> vector(
      String what, int limit, Function<Input, T> reader) {
    return in -> {
      int count = in.count(what, limit);
      List<T> items = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        items.add(reader.apply(in));
      }
      in.expectEnd();
      return List.copyOf(items);
    };
  }

  private static CodeBody readBody(Input in) {
    return new CodeBody(in.take(in.u32("a body's size"), "a function's body"));
  }
}
