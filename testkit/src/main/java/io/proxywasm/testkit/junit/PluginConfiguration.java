package io.proxywasm.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The configuration of the plugin, which {@code proxy_on_configure} gets, in UTF-8. That of a test
 * method has precedence over that of its class, and of a class over that of the class around it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface PluginConfiguration {
  /** The configuration. */
  String value();
}
