package io.proxywasm.wasm;

/**
 * Something that the host must provide.
 *
 * @param module the first half of its name
 * @param name the second half
 * @param type what it must be
 */
public record Import(String module, String name, ExternType type) {
  static Import read(Input in) {
    String module = in.name("an import's module name");
    String name = in.name("an import's name");
    ExternKind kind = ExternKind.of(in.u8("an import's kind"), in);
    return new Import(module, name, readType(kind, in));
  }

  private static ExternType readType(ExternKind kind, Input in) {
    return switch (kind) {
      case FUNCTION -> new FunctionReference(in.index("a function's type"));
      case TABLE -> TableType.read(in);
      case MEMORY -> new MemoryType(SizeRange.read(in));
      case GLOBAL -> GlobalType.read(in);
      case TAG -> new TagType(readTag(in));
    };
  }

  static int readTag(Input in) {
    int attribute = in.u8("a tag's attribute");
    if (attribute != 0) {
      throw in.errorAt(in.position() - 1, "a tag's attribute is " + attribute + " instead of 0");
    }
    return in.index("a tag's type");
  }

  void write(Output out) {
    out.name(module).name(name).u8(type.kind().ordinal());
    if (type instanceof FunctionReference function) {
      out.u32(function.typeIndex());
    } else if (type instanceof TableType table) {
      table.write(out);
    } else if (type instanceof MemoryType memory) {
      memory.pages().write(out);
    } else if (type instanceof GlobalType global) {
      global.write(out);
    } else if (type instanceof TagType tag) {
      out.u8(0).u32(tag.typeIndex());
    }
  }
}
