package io.proxywasm.wasm;

/** What a struct's field or an array's element may hold. Prints as in the text format. */
public sealed interface StorageType permits ValueType, PackedType {}
