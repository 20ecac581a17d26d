package io.proxywasm.wasm;

/** The shape of a declared type. Prints as in the text format. */
public sealed interface CompositeType permits FunctionType, StructType, ArrayType {}
