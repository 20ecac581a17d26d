/**
 * JSON (RFC 8259) in a few kilobytes of module: {@link io.proxywasm.json.JsonReader} reads value by
 * value, {@link io.proxywasm.json.JsonWriter} writes, {@link io.proxywasm.json.Json} makes trees.
 */
@NullMarked
package io.proxywasm.json;

import org.jspecify.annotations.NullMarked;
