package io.proxywasm.proxy.config;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Envoy's own protobuf classes say about its messages.
 *
 * <p>They take most of a second to load. A file in which all is served is read without them; they
 * explain what is wrong with the others.
 */
final class EnvoyTypes {
  private static final Map<String, Optional<Descriptor>> DESCRIPTORS = new ConcurrentHashMap<>();

  private EnvoyTypes() {}

  /** The message class of a type, if there is one. */
  static Optional<Class<? extends Message>> messageClass(String type) {
    try {
      return Optional.of(Class.forName(className(type)).asSubclass(Message.class));
    } catch (ClassNotFoundException | LinkageError | ClassCastException e) {
      return Optional.empty();
    }
  }

  private static String className(String type) {
    String javaPackage =
        type.startsWith("google.protobuf.")
            ? "com."
            : type.startsWith("xds.")
                ? "com.github."
                : type.startsWith("udpa.") ? "com.github.udpa." : "io.envoyproxy.";
    StringBuilder result = new StringBuilder(javaPackage);
    boolean inClass = false;
    for (String part : type.split("\\.")) {
      result.append(part).append(inClass || isClass(part) ? '$' : '.');
      inClass = inClass || isClass(part);
    }
    return result.substring(0, result.length() - 1);
  }

  private static boolean isClass(String part) {
    return !part.isEmpty() && Character.isUpperCase(part.charAt(0));
  }

  static Optional<Descriptor> descriptor(String type) {
    return DESCRIPTORS.computeIfAbsent(type, EnvoyTypes::findDescriptor);
  }

  private static Optional<Descriptor> findDescriptor(String type) {
    return messageClass(type)
        .map(
            message -> {
              try {
                return (Descriptor) message.getMethod("getDescriptor").invoke(null);
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Not a protobuf class: " + message, e);
              }
            });
  }

  static boolean isKnown(String type) {
    return messageClass(type).isPresent();
  }

  static String shortName(String type) {
    return type.replaceFirst("^[a-z0-9_.]*\\.(?=[A-Z])", "");
  }

  static List<String> fields(String type) {
    return descriptor(type)
        .map(d -> d.getFields().stream().map(FieldDescriptor::getName).toList())
        .orElse(List.of());
  }

  static boolean hasField(String type, String key) {
    return field(type, key).isPresent();
  }

  private static Optional<FieldDescriptor> field(String type, String key) {
    return descriptor(type)
        .flatMap(
            d ->
                d.getFields().stream()
                    .filter(f -> f.getName().equals(key) || f.getJsonName().equals(key))
                    .findFirst());
  }

  /** Whether a field that is there means the same as one that is not. */
  static boolean isDefault(String type, String key, Input value) {
    if (value.isNull()) {
      return true;
    }
    FieldDescriptor field = field(type, key).orElse(null);
    if (field == null || !field.isRepeated() && field.hasPresence()) {
      return false;
    }
    if (value.tree() instanceof Tree.Scalar scalar) {
      return !field.isRepeated() && List.of("", "0", "false").contains(scalar.text());
    }
    return value.tree() instanceof Tree.Items items
        ? items.values().isEmpty()
        : value.fields().isEmpty();
  }

  /** Whether a field is no alternative to another one. */
  static boolean isOutsideOneOf(String type, String key, String alternative) {
    var oneOf = field(type, alternative).map(FieldDescriptor::getContainingOneof);
    return field(type, key)
        .filter(f -> oneOf.isEmpty() || f.getContainingOneof() != oneOf.get())
        .isPresent();
  }

  /** The name of an enum's value, which may be there as a number. */
  static String enumWord(String type, String field, Input value) {
    if (!(value.tree() instanceof Tree.Scalar scalar) || scalar.kind() != Tree.Kind.NUMBER) {
      return value.text();
    }
    return enumType(type, field)
        .flatMap(
            e ->
                e.getValues().stream()
                    .filter(v -> Integer.toString(v.getNumber()).equals(scalar.text()))
                    .findFirst())
        .map(EnumValueDescriptor::getName)
        .orElse(scalar.text());
  }

  static String enumProblem(String type, String field, String word, Collection<String> served) {
    boolean known =
        enumType(type, field).stream()
            .flatMap(e -> e.getValues().stream())
            .anyMatch(v -> v.getName().equalsIgnoreCase(word));
    String nearest = known ? "" : Nearest.of(word, served);
    return String.format(
        "%s is %s.%s Served here: %s",
        word,
        known ? "not served" : "no value of this field",
        nearest.isEmpty() ? "" : " Did you mean " + nearest + "?",
        String.join(", ", served));
  }

  private static Optional<EnumDescriptor> enumType(String type, String field) {
    return field(type, field)
        .filter(f -> f.getJavaType() == FieldDescriptor.JavaType.ENUM)
        .map(FieldDescriptor::getEnumType);
  }
}
