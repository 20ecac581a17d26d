package io.proxywasm.sdk.wasm;

/** Stack traces of modules that keep names: each method that an exception leaves adds its line. */
final class Traces {
  private static final int MAX_FRAMES = 64;

  private Traces() {}

  static void add(Throwable failure, String className, String method, String file, int line) {
    StackTraceElement[] trace = failure.getStackTrace();
    if (trace.length >= MAX_FRAMES) {
      return;
    }
    StackTraceElement[] longer = new StackTraceElement[trace.length + 1];
    for (int i = 0; i < trace.length; i++) {
      longer[i] = trace[i];
    }
    longer[trace.length] = new StackTraceElement(className, method, file, line);
    failure.setStackTrace(longer);
  }
}
