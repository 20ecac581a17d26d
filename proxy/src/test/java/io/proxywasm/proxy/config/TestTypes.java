package io.proxywasm.proxy.config;

import com.google.protobuf.util.JsonFormat;

/** The types of messages in a configuration. */
final class TestTypes {
  private TestTypes() {}

  static void addAll(Tree tree, JsonFormat.TypeRegistry.Builder types) {
    if (tree instanceof Tree.Items items) {
      items.values().forEach(item -> addAll(item, types));
    } else if (tree instanceof Tree.Fields fields) {
      fields.values().values().forEach(value -> addAll(value, types));
      if (fields.values().get("@type") instanceof Tree.Scalar url) {
        String type = url.text().substring(url.text().lastIndexOf('/') + 1);
        types.add(EnvoyTypes.descriptor(type).orElseThrow());
      }
    }
  }
}
