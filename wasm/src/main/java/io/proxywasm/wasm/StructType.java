package io.proxywasm.wasm;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A struct.
 *
 * @param fields its fields, in order
 */
public record StructType(List<FieldType> fields) implements CompositeType {
  /**
   * Copies the list.
   *
   * @param fields its fields, in order
   */
  public StructType {
    fields = List.copyOf(fields);
  }

  @Override
  public String toString() {
    return fields.stream()
        .map(field -> " (field " + field + ")")
        .collect(Collectors.joining("", "(struct", ")"));
  }
}
