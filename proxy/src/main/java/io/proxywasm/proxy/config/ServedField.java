package io.proxywasm.proxy.config;

import java.util.Collection;
import java.util.List;

/**
 * As what a field of a message is read.
 *
 * @param type a type of protobuf's, {@code enum}, or the name of a message
 * @param repeated whether there may be several
 * @param words the values of an enum that are served
 */
record ServedField(String type, boolean repeated, Collection<String> words) {
  static ServedField one(String type) {
    return new ServedField(type, false, List.of());
  }

  static ServedField many(String type) {
    return new ServedField(type, true, List.of());
  }

  static ServedField word(Collection<String> words) {
    return new ServedField("enum", false, words);
  }
}
