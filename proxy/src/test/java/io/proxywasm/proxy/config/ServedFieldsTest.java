package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What the readers ask for is what Envoy's own classes say that the messages have. */
final class ServedFieldsTest {
  private static final Map<String, String> WRAPPERS =
      Map.of(
          "google.protobuf.StringValue", "string",
          "google.protobuf.BoolValue", "bool",
          "google.protobuf.UInt32Value", "uint32");

  /** Envoy 1.40 has them, the newest classes do not. */
  private static final Set<String> NEWER =
      Set.of("envoy.extensions.wasm.v3.PluginConfig.allow_on_headers_stop_iteration");

  private static Map<String, Map<String, ServedField>> served() {
    Map<String, Map<String, ServedField>> served = new TreeMap<>();
    for (String name : TestConfigs.ALL) {
      TestConfigs.parse(
          TestConfigs.text(name),
          name,
          (type, fields) ->
              served.computeIfAbsent(type, t -> new LinkedHashMap<>()).putAll(fields));
    }
    return served;
  }

  @Test
  void shouldReadFieldsAsEnvoyDefinesThem() {
    SoftAssertions softly = new SoftAssertions();
    served()
        .forEach(
            (type, fields) -> {
              var descriptor = EnvoyTypes.descriptor(type);
              softly.assertThat(descriptor).as(type).isPresent();
              fields.forEach(
                  (name, field) -> {
                    FieldDescriptor found = descriptor.orElseThrow().findFieldByName(name);
                    softly
                        .assertThat(found == null)
                        .as(type + "." + name)
                        .isEqualTo(NEWER.contains(type + "." + name));
                    if (found != null) {
                      check(softly, found, field);
                    }
                  });
            });
    softly.assertAll();
  }

  private static void check(SoftAssertions softly, FieldDescriptor field, ServedField served) {
    softly.assertThat(served.repeated()).as(field + " repeated").isEqualTo(field.isRepeated());
    FieldDescriptor value =
        field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
    softly.assertThat(served.type()).as(field + " type").isEqualTo(type(value));
    if (value.getJavaType() == FieldDescriptor.JavaType.ENUM) {
      softly
          .assertThat(value.getEnumType().getValues())
          .extracting(EnumValueDescriptor::getName)
          .as(field + " words")
          .containsAll(served.words());
    }
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        String name = field.getMessageType().getFullName();
        yield WRAPPERS.getOrDefault(name, name);
      }
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case BYTE_STRING -> "bytes";
      case ENUM -> "enum";
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  /** A reviewer sees what is served, and what is not any more. */
  @Test
  void shouldServeWhatTheListSays() {
    StringBuilder list = new StringBuilder();
    served()
        .forEach(
            (type, fields) -> {
              list.append(type).append('\n');
              fields.forEach(
                  (name, field) -> {
                    String words =
                        field.words().isEmpty() ? "" : ": " + String.join(", ", field.words());
                    list.append("  ").append(name).append(words).append('\n');
                  });
            });
    assertThat(list).hasToString(TestConfigs.text("served.txt"));
  }
}
