package io.proxywasm.wasm;

/**
 * A function with its size.
 *
 * @param index its index, imports counted
 * @param name its name: {@code package.Class::method} when TeaVM made it from a Java method
 * @param bytes what it takes in the code section
 */
public record FunctionSize(int index, String name, int bytes) {
  private static final String METHOD = "::";
  private static final String ARRAY = "Array<";

  /**
   * Returns the Java class that the function was made of.
   *
   * @return the class; {@code (runtime)} for what TeaVM adds, {@code (other)} for what has no Java
   *     name
   */
  public String className() {
    if (name.startsWith("teavm@") || name.startsWith(ARRAY)) {
      return "(runtime)";
    }
    int end = name.indexOf(METHOD);
    return end < 0 ? "(other)" : name.substring(0, end);
  }

  /**
   * Returns the Java package that the function was made of.
   *
   * @return the package, or what {@link #className} gives where there is none
   */
  public String packageName() {
    String name = className();
    int end = name.lastIndexOf('.');
    return end < 0 ? name : name.substring(0, end);
  }
}
