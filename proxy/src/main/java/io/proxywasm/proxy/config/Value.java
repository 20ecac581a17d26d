package io.proxywasm.proxy.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value ({@code google.protobuf.Value}), as metadata and log formats hold them. */
public sealed interface Value {

  /** The value null. */
  record Null() implements Value {}

  /**
   * True or false.
   *
   * @param value which
   */
  record Bool(boolean value) implements Value {}

  /**
   * A number.
   *
   * @param value the number; JSON and protobuf know only this kind
   */
  record Num(double value) implements Value {}

  /**
   * A string.
   *
   * @param value the text
   */
  record Text(String value) implements Value {}

  /**
   * A list.
   *
   * @param values what it holds
   */
  record Items(List<Value> values) implements Value {
    /** Copies the list. */
    public Items {
      values = List.copyOf(values);
    }
  }

  /**
   * An object ({@code google.protobuf.Struct}).
   *
   * @param fields its members, in the file's order
   */
  record Struct(Map<String, Value> fields) implements Value {
    /** No members. */
    public static final Struct EMPTY = new Struct(Map.of());

    /** Copies the map. */
    public Struct {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * The message {@code google.protobuf.Struct} as protobuf writes it: what Envoy gives plugins.
     */
    public Bytes toProtobuf() {
      return Bytes.of(new ProtobufWriter().struct(this).toByteArray());
    }
  }
}
