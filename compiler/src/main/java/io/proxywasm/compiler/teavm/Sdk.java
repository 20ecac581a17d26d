package io.proxywasm.compiler.teavm;

/** The names by which the compiler knows the sdk. */
final class Sdk {
  /** All of our own packages. */
  static final String GROUP = "io.proxywasm.";

  static final String PACKAGE = "io.proxywasm.sdk.";
  static final String WASM_PACKAGE = PACKAGE + "wasm.";

  /** The entry point of every module. */
  static final String START = WASM_PACKAGE + "Start";

  /** The checks that keep Java's semantics. */
  static final String CHECKS = WASM_PACKAGE + "Checks";

  /** The annotation that names the exports which a method needs. */
  static final String CALLBACK = PACKAGE + "Callback";

  /** The annotation of classes whose code is rarely run. */
  static final String COLD = PACKAGE + "Cold";

  /** The method that every way of registering a plugin leads to. */
  static final String ENTRY = PACKAGE + "ProxyWasm";

  private Sdk() {}

  /**
   * Returns the class that exports a callback of the ABI: OnRequestBody for proxy_on_request_body.
   */
  static String exportClass(String callback) {
    StringBuilder name = new StringBuilder(WASM_PACKAGE);
    for (String word : callback.substring("proxy_".length()).split("_")) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }
}
