package io.proxywasm.proxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** Writes the few messages that plugins see in protobuf's format, without protobuf's classes. */
final class ProtobufWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] toByteArray() {
    return out.toByteArray();
  }

  /** A {@code google.protobuf.Struct}. */
  ProtobufWriter struct(Value.Struct struct) {
    return entries(1, struct.fields(), (writer, value) -> writer.value(value));
  }

  /** A field of type {@code map<string, V>} with messages as values. */
  <V> ProtobufWriter entries(int field, Map<String, V> map, MessageWriter<V> values) {
    map.forEach(
        (key, value) -> {
          ProtobufWriter entry = new ProtobufWriter();
          entry.text(1, key);
          entry.message(2, message -> values.write(message, value));
          bytes(field, entry.toByteArray());
        });
    return this;
  }

  ProtobufWriter message(int field, java.util.function.Consumer<ProtobufWriter> content) {
    ProtobufWriter message = new ProtobufWriter();
    content.accept(message);
    return bytes(field, message.toByteArray());
  }

  /** A string that is left out when it is empty. */
  ProtobufWriter optionalText(int field, String text) {
    return text.isEmpty() ? this : text(field, text);
  }

  private ProtobufWriter text(int field, String text) {
    return bytes(field, text.getBytes(UTF_8));
  }

  private ProtobufWriter bytes(int field, byte[] bytes) {
    varint(field << 3 | 2);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private void value(Value value) {
    if (value instanceof Value.Null) {
      varint(1 << 3);
      varint(0);
    } else if (value instanceof Value.Num number) {
      varint(2 << 3 | 1);
      long bits = Double.doubleToRawLongBits(number.value());
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        out.write((int) (bits >>> shift));
      }
    } else if (value instanceof Value.Text text) {
      text(3, text.value());
    } else if (value instanceof Value.Bool bool) {
      varint(4 << 3);
      varint(bool.value() ? 1 : 0);
    } else if (value instanceof Value.Struct struct) {
      message(5, message -> message.struct(struct));
    } else if (value instanceof Value.Items items) {
      message(
          6,
          message ->
              items.values().forEach(item -> message.message(1, element -> element.value(item))));
    }
  }

  private void varint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** Writes the fields of a message. */
  @FunctionalInterface
  interface MessageWriter<V> {
    void write(ProtobufWriter writer, V value);
  }
}
