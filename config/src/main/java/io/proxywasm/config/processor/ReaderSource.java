package io.proxywasm.config.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** Writes the class that reads a record. */
final class ReaderSource {
  private final TypeElement root;
  private final Model model;
  private final Values values;

  /** The methods that were asked for, by the record that they read. */
  private final Map<String, String> methods = new LinkedHashMap<>();

  private final List<String> bodies = new ArrayList<>();

  ReaderSource(TypeElement root, Model model) {
    this.root = root;
    this.model = model;
    this.values = new Values(this);
  }

  private String simpleName() {
    return root.getSimpleName() + "Reader";
  }

  String name() {
    String packageName = model.packageOf(root);
    return packageName.isEmpty() ? simpleName() : packageName + "." + simpleName();
  }

  String write() {
    check(root, root);
    String type = Model.source(root.asType());
    String visibility = root.getModifiers().contains(Modifier.PUBLIC) ? "public " : "";
    String method = record(root, root);
    String packageName = model.packageOf(root);
    StringBuilder text = new StringBuilder();
    if (!packageName.isEmpty()) {
      text.append("package ").append(packageName).append(";\n\n");
    }
    text.append(
        """
        /** Reads {@link %2$s}. Generated. */
        @javax.annotation.processing.Generated("%5$s")
        @SuppressWarnings({"all", "NullAway"})
        %1$sfinal class %3$s {
          private %3$s() {}

          /**
           * Reads a configuration.
           *
           * @throws io.proxywasm.config.ConfigException if it does not fit
           */
          %1$sstatic %2$s read(io.proxywasm.sdk.Bytes configuration) {
            return read(io.proxywasm.config.ConfigReader.of(configuration));
          }

          /**
           * Reads a configuration.
           *
           * @throws io.proxywasm.config.ConfigException if it does not fit
           */
          %1$sstatic %2$s read(String configuration) {
            return read(io.proxywasm.config.ConfigReader.of(configuration));
          }

          private static %2$s read(io.proxywasm.config.ConfigReader in) {
            try {
              %2$s value = %4$s(in);
              in.end();
              return value;
            } catch (io.proxywasm.json.JsonException wrong) {
              throw io.proxywasm.config.ConfigReader.noJson(wrong);
            }
          }
        """
            .formatted(
                visibility, type, simpleName(), method, PluginConfigProcessor.class.getName()));
    bodies.forEach(body -> text.append('\n').append(body.indent(2)));
    return text.append("}\n").toString();
  }

  void add(String body) {
    bodies.add(body);
  }

  int nextNumber() {
    return bodies.size();
  }

  private static void check(TypeElement type, Element place) {
    String name = type.getSimpleName().toString();
    if (!Model.isRecord(type)) {
      throw new ModelException(place, "@PluginConfig is for records, which " + name + " is not");
    }
    if (!type.getTypeParameters().isEmpty()) {
      throw new ModelException(place, "the record " + name + " has type parameters");
    }
    for (Element outer = type; outer != null; outer = outer.getEnclosingElement()) {
      if (outer.getModifiers().contains(Modifier.PRIVATE)) {
        throw new ModelException(
            place,
            "the record "
                + name
                + " cannot be seen by the class that reads it: "
                + outer.getSimpleName()
                + " is private");
      }
      if (outer.getKind() == ElementKind.METHOD) {
        throw new ModelException(place, "the record " + name + " is in a method");
      }
    }
  }

  /** Returns the method that reads a record. */
  String record(TypeElement type, Element place) {
    String name = Model.source(type.asType());
    String known = methods.get(name);
    if (known != null) {
      return known;
    }
    check(type, place);
    String method = "record" + methods.size();
    methods.put(name, method); // Before its components: one of them may be such a record.
    add(body(type, method, components(type)));
    return method;
  }

  /** Whether an empty object makes a record. */
  boolean hasDefaults(TypeElement type) {
    return components(type).stream().noneMatch(Component::isRequired);
  }

  private List<Component> components(TypeElement type) {
    List<Component> components =
        type.getRecordComponents().stream()
            .map(component -> Component.of(component, model))
            .toList();
    Set<String> names = new HashSet<>();
    for (Component component : components) {
      if (!names.add(component.name())) {
        throw new ModelException(
            component.place(), "two components are '" + component.name() + "'");
      }
    }
    return components;
  }

  /** Names are compared one after the other: a switch over texts is several times as large. */
  private String body(TypeElement type, String method, List<Component> components) {
    String name = Model.source(type.asType());
    StringBuilder declared = new StringBuilder();
    StringBuilder cases = new StringBuilder();
    StringBuilder checks = new StringBuilder();
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      Component component = components.get(i);
      Values.Value value = values.of(component.read(), component.annotations(), component.place());
      String source = Model.source(component.declared());
      declared.append(
          "  boolean has%d = false;%n  %s value%d = %s;%n"
              .formatted(i, source, i, missing(component, value)));
      cases.append(
          """
          if (name.equals(%1$s)) {
                in.once(has%2$d);
                has%2$d = true;
                value%2$d = %3$s;
              } else \
          """
              .formatted(Literals.text(component.name()), i, read(component, value)));
      if (component.isRequired()) {
        checks.append(
            "  if (!has%d) {%n    throw in.missing(%s, %s);%n  }%n"
                .formatted(i, Literals.text(component.name()), Literals.text(value.expected())));
      }
      arguments.add("value" + i);
    }
    String names =
        components.isEmpty()
            ? "no field"
            : (components.size() == 1 ? "" : "one of ")
                + components.stream().map(Component::name).collect(Collectors.joining(", "));
    String made = "return new " + name + "(" + String.join(", ", arguments) + ");";
    if (model.hasOwnConstructor(type)) {
      made =
          "try {\n    "
              + made
              + "\n  } catch (IllegalArgumentException wrong) {\n    throw in.refused(wrong);\n  }";
    }
    return """
    private static %1$s %2$s(io.proxywasm.config.ConfigReader in) {
    %3$s  in.beginObject("an object");
      while (in.hasNext()) {
        String name = in.name();
        %4$s{
          throw in.unknown(%5$s);
        }
      }
      in.endObject();
    %6$s  %7$s
    }
    """
        .formatted(name, method, declared, cases, Literals.text(names), checks, made);
  }

  private static String missing(Component component, Values.Value value) {
    return switch (component.presence()) {
      case DEFAULT -> value.literal().of(component.defaultValue().orElseThrow());
      case OPTIONAL -> "java.util.Optional.empty()";
      case NULLABLE -> "null";
      case REQUIRED -> zero(component);
    };
  }

  private static String zero(Component component) {
    return switch (component.declared().getKind()) {
      case BOOLEAN -> "false";
      case INT, LONG, DOUBLE -> "0";
      default -> "null";
    };
  }

  private static String read(Component component, Values.Value value) {
    return switch (component.presence()) {
      case OPTIONAL ->
          "in.isNull() ? java.util.Optional.empty() : java.util.Optional.of("
              + value.expression()
              + ")";
      case NULLABLE -> "in.isNull() ? null : " + value.expression();
      default -> value.expression();
    };
  }
}
