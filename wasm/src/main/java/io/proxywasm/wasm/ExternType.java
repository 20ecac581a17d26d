package io.proxywasm.wasm;

/** What is imported, with its type. */
public sealed interface ExternType
    permits FunctionReference, TableType, MemoryType, GlobalType, TagType {

  /**
   * Returns which of a module's lists it goes to.
   *
   * @return the kind
   */
  ExternKind kind();
}
