package io.proxywasm.wasm;

/**
 * Something that the host may use.
 *
 * @param name its name, unique among the exports
 * @param kind which list it is in
 * @param index its place there, imports counted
 */
public record Export(String name, ExternKind kind, int index) {
  static Export read(Input in) {
    String name = in.name("an export's name");
    ExternKind kind = ExternKind.of(in.u8("an export's kind"), in);
    return new Export(name, kind, in.index("an export's index"));
  }

  void write(Output out) {
    out.name(name).u8(kind.ordinal()).u32(index);
  }
}
