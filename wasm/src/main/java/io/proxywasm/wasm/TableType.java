package io.proxywasm.wasm;

/**
 * A table.
 *
 * @param element what it holds
 * @param size how many
 */
public record TableType(ReferenceType element, SizeRange size) implements ExternType {
  @Override
  public ExternKind kind() {
    return ExternKind.TABLE;
  }

  static TableType read(Input in) {
    ReferenceType element = TypeCodec.readReference(in, "a table's type");
    return new TableType(element, SizeRange.read(in));
  }

  void write(Output out) {
    TypeCodec.writeValue(element, out);
    size.write(out);
  }
}
