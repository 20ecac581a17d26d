package io.proxywasm.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of a component that the configuration does not give. */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /**
   * Returns the value: a text, a number, {@code true} or {@code false}, a duration, an enum's
   * constant as the JSON has it, <code>[]</code> for a list, <code>{}</code> for a map or a record
   * all components of which have a default.
   */
  String value();
}
