package io.proxywasm.sdk;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the callbacks of the ABI that a method needs. The compiler exports a callback only when a
 * plugin overrides or calls a method that needs it: a callback that is not there costs nothing per
 * request.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface Callback {
  /** The names of the exports, such as {@code proxy_on_request_body}. */
  String[] value();
}
