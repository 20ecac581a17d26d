package io.proxywasm.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a text has to match as a whole. The expression becomes an automaton when the record is
 * compiled, so that matching takes time in proportion to the text, whatever the expression.
 */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
public @interface Pattern {
  /**
   * Returns the regular expression, in the syntax of {@code java.util.regex}: characters, {@code
   * .}, classes like {@code [a-z_]} and {@code [^/]}, {@code \d \w \s}, groups, {@code |}, {@code *
   * + ? {2,5}}. Anchors, look-around, back references and flags are errors.
   */
  String value();
}
