package io.proxywasm.wasm;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of functions, which engines show in stack traces. Names of locals, types and others are
 * not kept.
 *
 * @param functions the name of each function that has one, by index
 */
public record NameSection(SortedMap<Integer, String> functions) {
  /** What the custom section is called. */
  public static final String NAME = "name";

  private static final int FUNCTIONS = 1;

  /**
   * Copies the map.
   *
   * @param functions the name of each function that has one, by index
   */
  public NameSection {
    functions = Collections.unmodifiableSortedMap(new TreeMap<>(functions));
  }

  /**
   * Reads the content of a {@code name} section.
   *
   * @param content what follows the section's own name
   * @return the names of functions; none when the section has only others
   * @throws WasmFormatException if the section is malformed
   */
  public static NameSection read(Bytes content) {
    Input in = new Input(content, "the name section");
    SortedMap<Integer, String> functions = new TreeMap<>();
    while (in.hasMore()) {
      int id = in.u8("a subsection's id");
      Bytes subsection = in.take(in.u32("a subsection's size"), "a subsection");
      if (id == FUNCTIONS) {
        readFunctions(new Input(subsection, "the function names"), functions);
      }
    }
    return new NameSection(functions);
  }

  private static void readFunctions(Input in, SortedMap<Integer, String> functions) {
    int count = in.count("names", Limits.NAME_ENTRIES);
    for (int i = 0; i < count; i++) {
      int index = in.index("a function index");
      functions.put(index, in.lenientName("a function's name"));
    }
    in.expectEnd();
  }

  /**
   * Writes the names as a custom section.
   *
   * @return the section
   */
  public CustomSection toSection() {
    Output names =
        new Output()
            .vector(
                functions.entrySet(),
                (entry, out) -> out.u32(entry.getKey()).name(entry.getValue()));
    return new CustomSection(NAME, new Output().u8(FUNCTIONS).sized(names.toBytes()).toBytes());
  }
}
