package io.proxywasm.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The clusters that the plugin may call; the test answers. Those of a test method, of its class and
 * of the classes around it are there together.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface Clusters {
  /** Their names. */
  String[] value();
}
