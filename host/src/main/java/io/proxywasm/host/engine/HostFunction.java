package io.proxywasm.host.engine;

import io.proxywasm.abi.AbiVersion;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that guests import. Its parameters and its result are those of the import: {@code
 * int} is {@code i32}, {@code long} is {@code i64}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface HostFunction {
  /** The name of the import. */
  String value();

  /** The versions of the ABI that have it. */
  AbiVersion[] versions() default {AbiVersion.V0_1_0, AbiVersion.V0_2_0, AbiVersion.V0_2_1};

  /** Whether it may be called while {@code _initialize}, {@code main} or {@code _start} runs. */
  boolean whileStarting() default false;

  /** Whether it may be called while the guest's allocator runs. */
  boolean whileAllocating() default false;
}
