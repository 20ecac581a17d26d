/**
 * Guests that are WebAssembly modules, run on the JVM by Endive. Nothing outside of this package
 * sees Endive.
 *
 * <pre>
 * load:   bytes -> PluginModule (checked) -> ModuleCompiler or ClassCache -> WasmCode
 * guest:  WasmCode -> WasmGuest = LinearMemory + Instance + exports, and behind the imports
 *         HostImport -> Gate (may it be called now?) -> ProxyCalls, WasiCalls -> Hostcalls
 * </pre>
 */
@NullMarked
package io.proxywasm.host.engine;

import org.jspecify.annotations.NullMarked;
