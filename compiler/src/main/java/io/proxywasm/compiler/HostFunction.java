package io.proxywasm.compiler;

import io.proxywasm.wasm.FunctionType;

/**
 * A function that a host gives to plugins.
 *
 * @param module the first half of its name
 * @param name the second half
 * @param type what it takes and gives
 */
public record HostFunction(String module, String name, FunctionType type) {}
