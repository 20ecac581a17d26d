package io.proxywasm.wasm;

/** What can follow an opcode. */
enum Immediate {
  TYPE,
  FUNCTION,
  TABLE,
  MEMORY,
  GLOBAL,
  TAG,
  ELEMENT,
  DATA,
  /** A local, a field or a count: nothing that leaves the function. */
  NUMBER,
  /** The block that a branch leaves, counted from the innermost. */
  LABEL,
  BLOCK,
  HEAP_TYPE,
  VALUE_TYPES,
  I32,
  I64,
  BYTE,
  BYTES_4,
  BYTES_8,
  BYTES_16,
  MEMORY_ARGUMENT,
  BRANCH_TABLE,
  CATCHES
}
