package io.proxywasm.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The smallest and the largest value of a whole number; of a text, list or map the number of its
 * characters, elements or members.
 */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
public @interface Range {
  /** Returns the smallest value. */
  long min() default Long.MIN_VALUE;

  /** Returns the largest value. */
  long max() default Long.MAX_VALUE;
}
