package io.proxywasm.compiler;

import java.util.List;
import java.util.Optional;

/**
 * Something that the compiler has to say about a plugin.
 *
 * @param severity whether there can be a module
 * @param message what is wrong
 * @param place the method of the plugin, or of a library of it, that has or reaches it
 * @param path the calls from that place to what is wrong, outermost first; empty when the place
 *     itself has it
 * @param hint what to do, or use instead
 */
public record Diagnostic(
    Severity severity,
    String message,
    Optional<Place> place,
    List<Place> path,
    Optional<String> hint) {
  /** How bad it is. */
  public enum Severity {
    /** No module is made. */
    ERROR,
    /** The module works, but something is to be looked at. */
    WARNING
  }

  /**
   * A line of Java.
   *
   * @param className the class with its package
   * @param method the method's name
   * @param file the name of the source file, or nothing where the class file does not say
   * @param line the line in it, counted from 1, or nothing
   */
  public record Place(
      String className, String method, Optional<String> file, Optional<Integer> line) {
    /** Returns the place as a stack trace writes it: {@code a.b.C.method(C.java:12)}. */
    @Override
    public String toString() {
      String at = file.map(f -> line.map(l -> f + ":" + l).orElse(f)).orElse("no source");
      return className + "." + method + "(" + at + ")";
    }
  }

  /** Makes an immutable copy of the path. */
  public Diagnostic {
    path = List.copyOf(path);
  }

  /** Returns an error without a place. */
  public static Diagnostic error(String message, String hint) {
    return new Diagnostic(
        Severity.ERROR,
        message,
        Optional.empty(),
        List.of(),
        Optional.of(hint).filter(h -> !h.isEmpty()));
  }

  /** Returns all of it as lines of text for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(severity == Severity.ERROR ? "error: " : "warning: ").append(message);
    place.ifPresent(p -> text.append("\n  at ").append(p));
    for (Place step : path) {
      text.append("\n  -> ").append(step);
    }
    hint.ifPresent(h -> text.append("\n  ").append(h));
    return text.toString();
  }
}
