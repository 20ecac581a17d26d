package io.proxywasm.wasm;

/**
 * The type of a value on the stack, a local, a parameter or a result. Prints as in the text format.
 */
public sealed interface ValueType extends StorageType permits NumberType, ReferenceType {}
