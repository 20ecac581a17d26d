package io.proxywasm.host.engine;

import io.proxywasm.host.guest.GuestException;
import java.util.Map;
import java.util.Set;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmInterruptedException;

/** Says in V8's words why a function failed, whatever Java threw. */
final class Traps {
  private static final int MAX_FRAMES = 20;
  private static final String RUNTIME_ERROR = "Uncaught RuntimeError: ";
  static final String ARRAY_TOO_LARGE = RUNTIME_ERROR + "requested new array is too large";
  private static final String RANGE_ERROR = "Uncaught RangeError: ";
  private static final String STACK = "Maximum call stack size exceeded";
  private static final String SIGNATURE = "null function or function signature mismatch";
  private static final String NULL_POINTER = "dereferencing a null pointer";
  private static final String TABLE = "table index is out of bounds";
  private static final String MEMORY = "memory access out of bounds";
  private static final String ARRAY = "array element access out of bounds";
  private static final String NOT_AN_INTEGER = "float unrepresentable in integer range";

  /** V8's words for Endive's. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("Trapped on unreachable instruction", "unreachable"),
          Map.entry("call stack exhausted", STACK),
          Map.entry("integer divide by zero", "divide by zero"),
          Map.entry("invalid conversion to integer", NOT_AN_INTEGER),
          Map.entry("out of bounds memory access", MEMORY),
          Map.entry("undefined element", TABLE),
          Map.entry("out of bounds table access", TABLE),
          Map.entry("indirect call type mismatch", SIGNATURE),
          Map.entry("null function reference", SIGNATURE),
          Map.entry("null reference", NULL_POINTER),
          Map.entry("null structure reference", NULL_POINTER),
          Map.entry("null array reference", NULL_POINTER),
          Map.entry("null i31 reference", NULL_POINTER),
          Map.entry("out of bounds array access", ARRAY),
          Map.entry("cast failure", "illegal cast"));

  private static final Set<String> JAVA = Set.of("java.", "jdk.", "sun.");

  private Traps() {}

  static GuestException failure(String function, Throwable cause, FunctionNames names) {
    if (cause instanceof GuestException known) {
      return known;
    }
    StackTraceElement[] stack = cause.getStackTrace();
    StringBuilder message =
        new StringBuilder("Function: ")
            .append(function)
            .append(" failed: ")
            .append(reason(cause, stack));
    int frames = 0;
    for (StackTraceElement frame : stack) {
      int index = functionOf(frame);
      if (index >= 0 && frames < MAX_FRAMES) {
        if (frames == 0) {
          message.append("\nProxy-Wasm plugin in-VM backtrace:");
        }
        message.append(names.line(frames, index));
        frames++;
      }
    }
    return new GuestException(message.toString(), cause);
  }

  private static int functionOf(StackTraceElement frame) {
    return isGuest(frame) && frame.getMethodName().startsWith(ImportLinker.FUNCTION)
        ? Integer.parseInt(frame.getMethodName().substring(ImportLinker.FUNCTION.length()))
        : -1;
  }

  private static boolean isGuest(StackTraceElement frame) {
    return "wasm".equals(frame.getClassLoaderName());
  }

  private static String reason(Throwable cause, StackTraceElement[] stack) {
    if (cause instanceof HostTrap) {
      return String.valueOf(cause.getMessage());
    }
    if (cause instanceof WasmInterruptedException) {
      return "interrupted: the host stopped it because it took too long";
    }
    if (cause instanceof WasmException thrown) {
      return RUNTIME_ERROR + "an exception that nobody caught (tag " + thrown.tagIdx() + ")";
    }
    if (cause instanceof StackOverflowError || "call stack exhausted".equals(cause.getMessage())) {
      return RANGE_ERROR + STACK;
    }
    if (cause instanceof OutOfMemoryError) {
      return RANGE_ERROR + "Out of memory (" + cause.getMessage() + ")";
    }
    if (!isGuestsFault(stack)) {
      return "the host's hostcall failed: " + cause;
    }
    if (cause instanceof NegativeArraySizeException) {
      return ARRAY_TOO_LARGE;
    }
    if (cause instanceof IndexOutOfBoundsException) {
      return RUNTIME_ERROR + (isMemory(stack) ? MEMORY : ARRAY);
    }
    if (cause instanceof NullPointerException) {
      return RUNTIME_ERROR + NULL_POINTER;
    }
    if (cause instanceof ClassCastException) {
      return RUNTIME_ERROR + "illegal cast";
    }
    return RUNTIME_ERROR + words(String.valueOf(cause.getMessage()), stack);
  }

  private static String words(String message, StackTraceElement[] stack) {
    if (message.equals("integer overflow")) {
      return stack.length > 0 && stack[0].getMethodName().contains("DIV")
          ? "divide result unrepresentable"
          : NOT_AN_INTEGER;
    }
    return message.startsWith("uninitialized element")
        ? SIGNATURE
        : WORDS.getOrDefault(message, message);
  }

  /** Whether the guest's code or the engine threw, and not what a hostcall runs. */
  private static boolean isGuestsFault(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (JAVA.stream().noneMatch(name::startsWith)) {
        return isGuest(frame)
            || name.startsWith("run.endive.")
            || name.equals(LinearMemory.class.getName());
      }
    }
    return true;
  }

  private static boolean isMemory(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName();
      if (JAVA.stream().noneMatch(name::startsWith)) {
        return name.equals(LinearMemory.class.getName());
      }
    }
    return false;
  }
}
