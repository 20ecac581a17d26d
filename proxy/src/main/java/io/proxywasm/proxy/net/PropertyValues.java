package io.proxywasm.proxy.net;

import io.proxywasm.host.PropertyValue;
import io.proxywasm.proxy.config.Locality;
import io.proxywasm.proxy.config.Metadata;
import io.proxywasm.proxy.config.Node;
import io.proxywasm.proxy.config.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the configuration holds, as plugins ask for it. */
public final class PropertyValues {
  private PropertyValues() {}

  /** Metadata. */
  public static PropertyValue.Message metadata(Metadata metadata) {
    Map<String, PropertyValue.Fields> byFilter = new LinkedHashMap<>();
    metadata.filterMetadata().forEach((name, struct) -> byFilter.put(name, struct(struct)));
    return PropertyValue.metadata(byFilter);
  }

  /** Who the proxy is. */
  public static PropertyValue.Message node(Node node) {
    Locality locality = node.locality();
    return PropertyValue.node(
        node.id(),
        node.cluster(),
        struct(node.metadata()),
        locality.equals(Locality.UNKNOWN)
            ? null
            : PropertyValue.locality(locality.region(), locality.zone(), locality.subZone()));
  }

  /** An object. */
  public static PropertyValue.Fields struct(Value.Struct struct) {
    return PropertyValue.struct(members(struct));
  }

  private static Map<String, @Nullable Object> members(Value.Struct struct) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    struct.fields().forEach((name, value) -> members.put(name, java(value)));
    return members;
  }

  private static @Nullable Object java(Value value) {
    if (value instanceof Value.Bool bool) {
      return bool.value();
    }
    if (value instanceof Value.Num number) {
      return number.value();
    }
    if (value instanceof Value.Text text) {
      return text.value();
    }
    if (value instanceof Value.Items items) {
      List<@Nullable Object> list = new ArrayList<>();
      items.values().forEach(item -> list.add(java(item)));
      return list;
    }
    return value instanceof Value.Struct struct ? members(struct) : null;
  }
}
