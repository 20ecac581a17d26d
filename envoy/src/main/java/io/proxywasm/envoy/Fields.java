package io.proxywasm.envoy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A JSON object in the making: keeps the order, and leaves out what is empty. */
final class Fields extends LinkedHashMap<String, Object> {
  static final String TYPES = "type.googleapis.com/";

  private static final long serialVersionUID = 1L;

  private Fields() {}

  static Fields fields(String name, Object value) {
    return new Fields().with(name, value);
  }

  /** A {@code google.protobuf.Any} of an Envoy message. */
  static Fields typed(String message) {
    return fields("@type", TYPES + message);
  }

  Fields with(String name, Object value) {
    put(name, value);
    return this;
  }

  Fields withText(String name, String value) {
    return value.isEmpty() ? this : with(name, value);
  }

  Fields withOptional(String name, Optional<?> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  Fields withAll(Map<String, Object> others) {
    putAll(others);
    return this;
  }
}
