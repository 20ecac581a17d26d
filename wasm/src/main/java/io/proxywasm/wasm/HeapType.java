package io.proxywasm.wasm;

/** What a reference refers to: a kind of thing, or one of the module's own types. */
public sealed interface HeapType permits AbstractHeapType, TypeIndex {}
