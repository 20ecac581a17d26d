package io.proxywasm.compiler.link;

import io.proxywasm.wasm.NameSection;
import io.proxywasm.wasm.WasmFormatException;
import io.proxywasm.wasm.WasmModule;
import java.util.TreeMap;

/**
 * Makes a Proxy-Wasm plugin of the module that TeaVM 0.15's WasmGC backend writes.
 *
 * <ol>
 *   <li>The memory becomes the module's own, and is exported as {@code memory}.
 *   <li>TeaVM's two imported globals, which say where its heap is, become constants.
 *   <li>Only functions that pass numbers stay exported; TeaVM's own exports go.
 *   <li>The start function becomes the export {@code _initialize}, followed by what the plugin
 *       exports as {@value EntryPoints#PLUGIN_INITIALIZER}: a host runs it when hostcalls work,
 *       which a start function's time is not.
 *   <li>The marker of the oldest ABI version that the imports allow is exported.
 *   <li>Block types that Endive 1.0.0 misreads are written differently.
 *   <li>A function that ends after a block whose end is never reached becomes valid.
 *   <li>Functions become shorter: checks throw at one place, locals are shared, dead code goes.
 *   <li>Functions, globals and types without use go, and of functions that do the same all but one.
 *   <li>TeaVM's custom sections go, and the names, unless they are wanted.
 * </ol>
 *
 * <p>The same input gives the same output.
 */
public final class Linker {
  private static final String TEAVM = "teavm";

  private Linker() {}

  /**
   * Links a module.
   *
   * @param teavmModule what TeaVM wrote
   * @param options how to link
   * @return the plugin
   * @throws LinkException if the module cannot become a plugin
   */
  public static byte[] link(byte[] teavmModule, LinkOptions options) {
    try {
      return link(WasmModule.read(teavmModule), options).write();
    } catch (WasmFormatException e) {
      throw new LinkException("cannot link: TeaVM's output cannot be read: " + e.getMessage(), e);
    }
  }

  private static WasmModule link(WasmModule module, LinkOptions options) {
    WasmModule linked = Optimizer.shorten(DeadEnds.close(module));
    linked = Memory.define(linked, options.maxMemoryPages());
    linked = Exports.restrict(linked);
    linked = EntryPoints.add(linked);
    NameSection names =
        EntryPoints.name(linked, module.names().orElseGet(() -> new NameSection(new TreeMap<>())));
    Unused.Rest rest = Unused.remove(linked, names);
    linked = BlockTypes.cure(UnusedTypes.remove(BlockTypes.shorten(rest.module())));
    linked = linked.withoutCustomSections(Linker::isDropped);
    return options.keepNames() && module.names().isPresent()
        ? linked.withCustomSection(rest.names().toSection())
        : linked;
  }

  /** Debug information holds offsets into code that has moved. */
  private static boolean isDropped(String name) {
    return name.startsWith(TEAVM)
        || name.equals(NameSection.NAME)
        || name.equals("sourceMappingURL")
        || name.startsWith(".debug_");
  }
}
