package io.proxywasm.wasm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tells what a module's bytes are for.
 *
 * @param total the size of the module
 * @param sections the size of each section, by name, in file order; a custom section's name is in
 *     quotes
 * @param functions the size of each of the module's own functions, in file order
 */
public record SizeReport(int total, Map<String, Integer> sections, List<FunctionSize> functions) {
  /**
   * Copies the collections.
   *
   * @param total the size of the module
   * @param sections the size of each section
   * @param functions the size of each function
   */
  public SizeReport {
    sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    functions = List.copyOf(functions);
  }

  /**
   * Measures a module that has its names.
   *
   * @param module the module
   * @return its sizes; functions without a name are called {@code function N}
   * @throws WasmFormatException if the module is malformed
   */
  public static SizeReport of(WasmModule module) {
    return of(module, module.names().orElseGet(() -> new NameSection(new TreeMap<>())));
  }

  /**
   * Measures a module whose names are elsewhere.
   *
   * @param module the module
   * @param names the names of its functions
   * @return its sizes
   * @throws WasmFormatException if the module is malformed
   */
  public static SizeReport of(WasmModule module, NameSection names) {
    Map<String, Integer> sections = new LinkedHashMap<>();
    for (Section section : module.sections()) {
      String name =
          section.id() == SectionId.CUSTOM
              ? "\"" + CustomSection.read(section).name() + "\""
              : section.id().toString();
      sections.merge(name, section.encoded().length(), Integer::sum);
    }
    List<FunctionSize> functions = new ArrayList<>();
    int index = module.functions().size() - module.functionSection().size();
    for (CodeBody body : module.codeSection()) {
      String name = names.functions().getOrDefault(index, "function " + index);
      int bytes = new Output().sized(body.bytes()).length();
      functions.add(new FunctionSize(index, name, bytes));
      index++;
    }
    return new SizeReport(module.write().length, sections, functions);
  }

  /**
   * Adds up the functions of each class.
   *
   * @return bytes by class, largest first
   */
  public Map<String, Integer> byClass() {
    return by(FunctionSize::className);
  }

  /**
   * Adds up the functions of each package.
   *
   * @return bytes by package, largest first
   */
  public Map<String, Integer> byPackage() {
    return by(FunctionSize::packageName);
  }

  private Map<String, Integer> by(Function<FunctionSize, String> group) {
    Map<String, Integer> sums = new TreeMap<>();
    functions.forEach(
        function -> sums.merge(group.apply(function), function.bytes(), Integer::sum));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    sums.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
