package io.proxywasm.compiler.link;

import io.proxywasm.wasm.DataSegment;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.Expression;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.ExternType;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.Global;
import io.proxywasm.wasm.GlobalType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.MemoryType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.SizeRange;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/** Gives a module the memory and the two constants that TeaVM expects JavaScript to bring. */
final class Memory {
  private static final String HEAP_MODULE = "teavmMemory";
  private static final GlobalType CONSTANT = new GlobalType(NumberType.I32, false);
  private static final int HEAP_ALIGNMENT = 256;
  private static final long PAGE = 65536;

  private Memory() {}

  static WasmModule define(WasmModule module, int maxPages) {
    List<Import> kept = new ArrayList<>();
    List<MemoryType> memories = new ArrayList<>();
    List<Global> globals = new ArrayList<>();
    long heapOffset = align(endOfData(module));
    for (Import wanted : module.importSection()) {
      ExternType type = wanted.type();
      if (type instanceof FunctionReference) {
        kept.add(wanted);
      } else if (type instanceof MemoryType memory && memories.isEmpty()) {
        memories.add(bounded(memory, heapOffset, maxPages));
      } else if (type.equals(CONSTANT) && wanted.module().equals(HEAP_MODULE)) {
        globals.add(new Global(CONSTANT, Expression.i32(heapConstant(wanted.name(), heapOffset))));
      } else {
        throw new LinkException(
            "cannot link: the module imports the "
                + type.kind()
                + " "
                + wanted.module()
                + "."
                + wanted.name()
                + ", which no Proxy-Wasm host provides");
      }
    }
    if (memories.isEmpty() || !module.memorySection().isEmpty()) {
      throw new LinkException(
          "cannot link: the module does not import its memory; it is not TeaVM's WasmGC output, or it is linked already");
    }
    globals.addAll(module.globalSection());
    List<Export> exports = new ArrayList<>(module.exportSection());
    exports.add(new Export("memory", ExternKind.MEMORY, 0));
    return module
        .withImportSection(kept)
        .withMemorySection(memories)
        .withGlobalSection(globals)
        .withExportSection(exports);
  }

  private static MemoryType bounded(MemoryType memory, long heapOffset, int maxPages) {
    SizeRange pages = memory.pages();
    if (pages.shared() || pages.wide()) {
      throw new LinkException("cannot link: the memory is shared or has 64-bit addresses");
    }
    if (pages.minimum() * PAGE < heapOffset) {
      throw new LinkException(
          "cannot link: the data ends at "
              + heapOffset
              + ", beyond the memory's "
              + pages.minimum()
              + " pages");
    }
    if (pages.minimum() > maxPages) {
      throw new LinkException(
          "cannot link: the module needs "
              + pages.minimum()
              + " pages of memory, but only "
              + maxPages
              + " are allowed");
    }
    return new MemoryType(SizeRange.of(pages.minimum(), maxPages));
  }

  /**
   * TeaVM's heap for buffers lies between the data and the end of the first pages. It may never
   * grow: pages beyond the first belong to whoever grew the memory. A maximum below every size
   * makes TeaVM refuse each growth.
   */
  private static int heapConstant(String name, long heapOffset) {
    return switch (name) {
      case "heapOffset" -> (int) heapOffset;
      case "maxSize" -> 0;
      default ->
          throw new LinkException("cannot link: unknown constant " + HEAP_MODULE + "." + name);
    };
  }

  private static long endOfData(WasmModule module) {
    long end = 0;
    for (DataSegment segment : module.dataSection()) {
      if (segment.offset().isPresent()) {
        int start =
            segment
                .offset()
                .get()
                .i32Value()
                .orElseThrow(
                    () ->
                        new LinkException(
                            "cannot link: a data segment is not at a constant address"));
        end = Math.max(end, Integer.toUnsignedLong(start) + segment.bytes().length());
      }
    }
    return end;
  }

  private static long align(long address) {
    return (address + HEAP_ALIGNMENT - 1) / HEAP_ALIGNMENT * HEAP_ALIGNMENT;
  }
}
