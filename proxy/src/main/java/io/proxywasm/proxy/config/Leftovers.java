package io.proxywasm.proxy.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The fields of a message that nothing has asked for. */
final class Leftovers {
  private Leftovers() {}

  /** Refuses the first that is there, unless it says no more than its absence. */
  static void refuse(String type, Map<String, Input> fields, Collection<String> served) {
    if (fields.isEmpty()) {
      return;
    }
    refuseUnknown(type, fields, served);
    fields.forEach(
        (key, value) -> {
          if (!EnvoyTypes.isDefault(type, key, value)) {
            throw value.wrong(
                String.format(
                    "this field of Envoy's %s is not served. Served here: %s",
                    EnvoyTypes.shortName(type), list(served)));
          }
        });
  }

  /** Refuses the first that Envoy does not know either. */
  static void refuseUnknown(String type, Map<String, Input> fields, Collection<String> served) {
    fields.forEach(
        (key, value) -> {
          if (EnvoyTypes.hasField(type, key)) {
            return;
          }
          List<String> known = EnvoyTypes.fields(type);
          String nearest = Nearest.of(key, known);
          throw value.wrong(
              String.format(
                  "Envoy's %s has no such field.%s %s: %s",
                  EnvoyTypes.shortName(type),
                  nearest.isEmpty() ? "" : " Did you mean " + nearest + "?",
                  served.isEmpty() ? "It has" : "Served here",
                  list(served.isEmpty() ? known : served)));
        });
  }

  private static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
