package io.proxywasm.compiler;

import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.IndexSpace;
import io.proxywasm.wasm.WasmModule;
import java.util.EnumSet;
import java.util.Set;

/** Finds out which additions to WebAssembly a module needs. */
final class ModuleFeatures implements CodeMapper {
  /** An addition that not every engine has. */
  enum Feature {
    GC("garbage collection"),
    EXCEPTIONS("exceptions"),
    OLD_EXCEPTIONS("the older form of exceptions"),
    TAIL_CALLS("tail calls"),
    VECTORS("128-bit vectors"),
    THREADS("threads"),
    MEMORIES("more than one memory"),
    WIDE_MEMORY("64-bit memory");

    private final String text;

    Feature(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Set<Feature> features = EnumSet.noneOf(Feature.class);

  private ModuleFeatures() {}

  static Set<Feature> of(WasmModule module) {
    ModuleFeatures seen = new ModuleFeatures();
    if (module.types().stream()
        .anyMatch(type -> type.open() || !(type.shape() instanceof FunctionType))) {
      seen.features.add(Feature.GC);
    }
    if (module.memories().stream().anyMatch(memory -> memory.pages().wide())) {
      seen.features.add(Feature.WIDE_MEMORY);
    }
    if (module.memories().stream().anyMatch(memory -> memory.pages().shared())) {
      seen.features.add(Feature.THREADS);
    }
    module.codeSection().forEach(body -> body.map(seen));
    return seen.features;
  }

  @Override
  public void instruction(int opcode) {
    int prefix = opcode >>> 16;
    if (prefix == 0xfb || opcode == 0xd3) {
      features.add(Feature.GC);
    } else if (prefix == 0xfd) {
      features.add(Feature.VECTORS);
    } else if (prefix == 0xfe) {
      features.add(Feature.THREADS);
    } else if (opcode == 0x1f || opcode == 0x0a) {
      features.add(Feature.EXCEPTIONS);
    } else if (opcode == 0x06) {
      features.add(Feature.OLD_EXCEPTIONS);
    } else if (opcode == 0x12 || opcode == 0x13 || opcode == 0x15) {
      features.add(Feature.TAIL_CALLS);
    }
  }

  @Override
  public int index(IndexSpace space, int index) {
    if (space == IndexSpace.MEMORY && index > 0) {
      features.add(Feature.MEMORIES);
    }
    return index;
  }
}
