package io.proxywasm.compiler;

import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Function types as tables of this package write them: a letter for each parameter, a colon, a
 * letter for the result; {@code i} is a 32-bit integer, {@code l} a 64-bit one.
 */
final class Signature {
  private Signature() {}

  static FunctionType parse(String text) {
    int colon = text.indexOf(':');
    return new FunctionType(types(text.substring(0, colon)), types(text.substring(colon + 1)));
  }

  /** Reads lines of a name and a signature. */
  static Map<String, FunctionType> table(String lines) {
    Map<String, FunctionType> functions = new LinkedHashMap<>();
    for (String line : lines.lines().toList()) {
      int space = line.indexOf(' ');
      functions.put(line.substring(0, space), parse(line.substring(space + 1).strip()));
    }
    return functions;
  }

  private static List<ValueType> types(String letters) {
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      types.add(letters.charAt(i) == 'l' ? NumberType.I64 : NumberType.I32);
    }
    return types;
  }
}
