package io.proxywasm.json;

/** What a JSON value is. */
public enum JsonType {
  /** Members with names, in braces. */
  OBJECT,
  /** Elements, in brackets. */
  ARRAY,
  /** A text. */
  STRING,
  /** A number of any size. */
  NUMBER,
  /** True or false. */
  BOOLEAN,
  /** Null. */
  NULL
}
