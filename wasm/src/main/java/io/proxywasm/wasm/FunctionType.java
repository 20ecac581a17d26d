package io.proxywasm.wasm;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A signature.
 *
 * @param parameters what it takes
 * @param results what it gives
 */
public record FunctionType(List<ValueType> parameters, List<ValueType> results)
    implements CompositeType {

  /**
   * Copies both lists.
   *
   * @param parameters what it takes
   * @param results what it gives
   */
  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /**
   * Tells whether only numbers pass: such a function any host can call.
   *
   * @return false when a parameter or result is a reference or a vector
   */
  public boolean isNumeric() {
    return Stream.concat(parameters.stream(), results.stream())
        .allMatch(type -> type instanceof NumberType && type != NumberType.V128);
  }

  @Override
  public String toString() {
    return text(parameters) + " -> " + text(results);
  }

  private static String text(List<ValueType> types) {
    return types.stream().map(ValueType::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
