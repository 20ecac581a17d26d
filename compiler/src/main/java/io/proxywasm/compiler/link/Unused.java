package io.proxywasm.compiler.link;

import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.ElementSegment;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.Global;
import io.proxywasm.wasm.IndexSpace;
import io.proxywasm.wasm.NameSection;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Leaves out functions and globals that no export leads to, and functions that do the same as
 * another.
 */
final class Unused {
  private final WasmModule module;
  private final int imported;
  private final BitSet functions = new BitSet();
  private final BitSet globals = new BitSet();
  private final Deque<CodeBody> bodies = new ArrayDeque<>();
  private final Deque<Global> values = new ArrayDeque<>();

  /** The function that stands for each function: itself, or one that does the same. */
  private final int[] same;

  private Unused(WasmModule module) {
    this.module = module;
    imported = module.functions().size() - module.functionSection().size();
    same = IntStream.range(0, module.functions().size()).toArray();
  }

  /** What is left of a module, and the names of its functions. */
  record Rest(WasmModule module, NameSection names) {}

  static Rest remove(WasmModule module, NameSection names) {
    boolean simple =
        module.tableSection().isEmpty()
            && module.start().isEmpty()
            && module.elementSection().stream()
                .allMatch(segment -> segment.offset().isEmpty() && segment.type().isEmpty())
            && module.globals().size() == module.globalSection().size();
    if (!simple) {
      return new Rest(module, names); // TeaVM writes no such module.
    }
    Unused unused = new Unused(module);
    unused.join();
    unused.mark();
    return unused.rewrite(names);
  }

  /** Functions that call functions that do the same may do the same, too. */
  private void join() {
    boolean changed = true;
    while (changed) {
      changed = false;
      Map<List<Object>, Integer> known = new HashMap<>();
      for (int i = 0; i < module.codeSection().size(); i++) {
        int function = imported + i;
        if (same[function] == function) {
          CodeBody body = module.codeSection().get(i).map(joined());
          Integer other =
              known.putIfAbsent(List.of(module.functionSection().get(i), body), function);
          if (other != null) {
            same[function] = other;
            changed = true;
          }
        }
      }
    }
  }

  private int representative(int function) {
    int found = function;
    while (same[found] != found) {
      found = same[found];
    }
    return found;
  }

  private CodeMapper joined() {
    return new CodeMapper() {
      @Override
      public int index(IndexSpace space, int index) {
        return space == IndexSpace.FUNCTION ? representative(index) : index;
      }
    };
  }

  private void mark() {
    CodeMapper marker =
        new CodeMapper() {
          @Override
          public int index(IndexSpace space, int index) {
            if (space == IndexSpace.FUNCTION) {
              function(representative(index));
            } else if (space == IndexSpace.GLOBAL) {
              global(index);
            }
            return index;
          }
        };
    for (Export export : module.exportSection()) {
      if (export.kind() == ExternKind.FUNCTION) {
        function(representative(export.index()));
      } else if (export.kind() == ExternKind.GLOBAL) {
        global(export.index());
      }
    }
    while (!bodies.isEmpty() || !values.isEmpty()) {
      while (!bodies.isEmpty()) {
        bodies.remove().map(marker);
      }
      while (!values.isEmpty()) {
        values.remove().value().map(marker);
      }
    }
  }

  private void function(int index) {
    if (!functions.get(index)) {
      functions.set(index);
      if (index >= imported) {
        bodies.add(module.codeSection().get(index - imported));
      }
    }
  }

  private void global(int index) {
    if (!globals.get(index)) {
      globals.set(index);
      values.add(module.globalSection().get(index));
    }
  }

  private Rest rewrite(NameSection names) {
    functions.set(0, imported);
    int[] newFunctions = numbers(functions, module.functions().size());
    for (int i = 0; i < newFunctions.length; i++) {
      newFunctions[i] = newFunctions[representative(i)];
    }
    int[] newGlobals = numbers(globals, module.globals().size());
    CodeMapper mover =
        new CodeMapper() {
          @Override
          public int index(IndexSpace space, int index) {
            return switch (space) {
              case FUNCTION -> newFunctions[index];
              case GLOBAL -> newGlobals[index];
              default -> index;
            };
          }
        };
    List<Integer> types = new ArrayList<>();
    List<CodeBody> code = new ArrayList<>();
    for (int i = 0; i < module.codeSection().size(); i++) {
      if (functions.get(imported + i)) {
        types.add(module.functionSection().get(i));
        code.add(module.codeSection().get(i).map(mover));
      }
    }
    List<Global> kept =
        globals.stream()
            .mapToObj(module.globalSection()::get)
            .map(global -> new Global(global.type(), global.value().map(mover)))
            .toList();
    WasmModule rest =
        module
            .withFunctionSection(types)
            .withGlobalSection(kept)
            .withExportSection(
                module.exportSection().stream().map(export -> moved(export, mover)).toList())
            .withElementSection(elements(newFunctions))
            .withCodeSection(code);
    SortedMap<Integer, String> moved = new TreeMap<>();
    names
        .functions()
        .forEach(
            (function, name) -> {
              if (functions.get(function)) {
                moved.put(newFunctions[function], name);
              }
            });
    return new Rest(rest, new NameSection(moved));
  }

  private static int[] numbers(BitSet used, int size) {
    int[] numbers = new int[size];
    Arrays.fill(numbers, -1);
    int next = 0;
    for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
      numbers[i] = next++;
    }
    return numbers;
  }

  private static Export moved(Export export, CodeMapper mover) {
    return switch (export.kind()) {
      case FUNCTION -> moved(export, IndexSpace.FUNCTION, mover);
      case GLOBAL -> moved(export, IndexSpace.GLOBAL, mover);
      default -> export;
    };
  }

  private static Export moved(Export export, IndexSpace space, CodeMapper mover) {
    return new Export(export.name(), export.kind(), mover.index(space, export.index()));
  }

  private List<ElementSegment> elements(int[] newFunctions) {
    return module.elementSection().stream()
        .map(
            segment ->
                new ElementSegment(
                    segment.flags(),
                    segment.table(),
                    segment.offset(),
                    segment.type(),
                    segment.functions().stream()
                        .map(function -> newFunctions[function])
                        .filter(function -> function >= 0)
                        .distinct()
                        .sorted()
                        .toList(),
                    segment.expressions()))
        .toList();
  }
}
