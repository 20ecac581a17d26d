package io.proxywasm.compiler;

import java.util.Locale;

/**
 * Something about a module that its user should know.
 *
 * @param severity whether a host would take the module
 * @param what what there is
 * @param fix what to do about it; empty where there is nothing to do
 */
public record Finding(Severity severity, String what, String fix) {
  /** How bad it is. */
  public enum Severity {
    /** The host refuses the module, or dies of it. */
    ERROR,
    /** The host takes the module, which may not do what its author wants. */
    WARNING,
    /** Good to know. */
    INFO
  }

  static Finding error(String what, String fix) {
    return new Finding(Severity.ERROR, what, fix);
  }

  static Finding warning(String what, String fix) {
    return new Finding(Severity.WARNING, what, fix);
  }

  static Finding info(String what) {
    return new Finding(Severity.INFO, what, "");
  }

  /** Returns the finding as lines of text for a person. */
  @Override
  public String toString() {
    String severity = this.severity.name().toLowerCase(Locale.ROOT);
    return severity + ": " + what + (fix.isEmpty() ? "" : "\n  " + fix);
  }
}
