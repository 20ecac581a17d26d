package io.proxywasm.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The configuration of the VM, which {@code proxy_on_vm_start} gets, in UTF-8. That of a test
 * method has precedence over that of its class, and of a class over that of the class around it.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface VmConfiguration {
  /** The configuration. */
  String value();
}
