package io.proxywasm.compiler.link;

import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.NameSection;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.SubType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds what a host calls or looks for first: {@code _initialize} and the ABI version's marker. */
final class EntryPoints {
  static final String PLUGIN_INITIALIZER = "proxywasm.initialize";

  private static final String INITIALIZE = "_initialize";
  private static final String MARKER = "proxy_abi_version_";
  private static final FunctionType NOTHING = new FunctionType(List.of(), List.of());
  private static final RecGroup NOTHING_GROUP = RecGroup.of(NOTHING);

  private EntryPoints() {}

  static WasmModule add(WasmModule module) {
    Functions functions = new Functions(module);
    List<Export> exports = new ArrayList<>(module.exportSection());
    List<Integer> steps = new ArrayList<>();
    module.start().ifPresent(steps::add);
    takeInitializer(module, exports).ifPresent(steps::add);
    if (exports.stream().anyMatch(export -> export.name().equals(INITIALIZE))) {
      throw new LinkException(
          "cannot link: the plugin exports " + INITIALIZE + " itself; write a main method instead");
    }
    int initialize = steps.size() == 1 ? steps.get(0) : functions.append(steps);
    exports.add(new Export(INITIALIZE, ExternKind.FUNCTION, initialize));
    if (exports.stream().noneMatch(export -> export.name().startsWith(MARKER))) {
      exports.add(new Export(marker(module), ExternKind.FUNCTION, functions.append(List.of())));
    }
    return functions.addTo(module).withExportSection(exports).withStart(OptionalInt.empty());
  }

  /** Names the functions that were added, where they have no name yet. */
  static NameSection name(WasmModule linked, NameSection names) {
    SortedMap<Integer, String> all = new TreeMap<>(names.functions());
    all.tailMap(linked.functions().size()).clear();
    for (Export export : linked.exportSection()) {
      if (export.kind() == ExternKind.FUNCTION) {
        all.putIfAbsent(export.index(), export.name());
      }
    }
    return new NameSection(all);
  }

  private static Optional<Integer> takeInitializer(WasmModule module, List<Export> exports) {
    for (Export export : exports) {
      if (export.name().equals(PLUGIN_INITIALIZER)) {
        if (export.kind() != ExternKind.FUNCTION
            || !module.functionType(export.index()).equals(NOTHING)) {
          throw new LinkException(
              "cannot link: "
                  + PLUGIN_INITIALIZER
                  + " must be a function without parameters and result");
        }
        exports.remove(export);
        return Optional.of(export.index());
      }
    }
    return Optional.empty();
  }

  private static String marker(WasmModule module) {
    boolean newest =
        module.importSection().stream()
            .map(Import::name)
            .anyMatch(name -> name.equals("proxy_get_log_level"));
    return MARKER + (newest ? "0_2_1" : "0_2_0");
  }

  /** Functions without parameters and result, to be put behind the module's own. */
  private static final class Functions {
    private final int first;
    private final List<CodeBody> bodies = new ArrayList<>();

    Functions(WasmModule module) {
      first = module.functions().size();
    }

    int append(List<Integer> calls) {
      bodies.add(CodeBody.calling(calls.stream().mapToInt(Integer::intValue).toArray()));
      return first + bodies.size() - 1;
    }

    WasmModule addTo(WasmModule module) {
      List<RecGroup> groups = new ArrayList<>(module.typeSection());
      int type = module.types().indexOf(SubType.of(NOTHING));
      if (type < 0) {
        type = module.types().size();
        groups.add(NOTHING_GROUP);
      }
      List<Integer> types = new ArrayList<>(module.functionSection());
      List<CodeBody> code = new ArrayList<>(module.codeSection());
      for (CodeBody body : bodies) {
        types.add(type);
        code.add(body);
      }
      return module.withTypeSection(groups).withFunctionSection(types).withCodeSection(code);
    }
  }
}
