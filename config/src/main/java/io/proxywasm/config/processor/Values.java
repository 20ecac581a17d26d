package io.proxywasm.config.processor;

import io.proxywasm.config.Durations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Expressions that read values. */
final class Values {
  private static final String DURATION = "a duration like \"1.5s\"";

  /** Makes the Java of a default. */
  interface Literal {
    String of(String value);
  }

  /**
   * How a value is read.
   *
   * @param expression reads it from {@code in}
   * @param expected says what it is
   * @param literal makes the Java of a default
   */
  record Value(String expression, String expected, Literal literal) {}

  private final ReaderSource source;

  Values(ReaderSource source) {
    this.source = source;
  }

  Value of(TypeMirror type, List<AnnotatedConstruct> annotations, Element place) {
    Limits limits = Limits.of(annotations, place);
    Optional<String> pattern = Model.value(annotations, "Pattern", "value").map(String.class::cast);
    String name = Model.source(type);
    if (pattern.isPresent() && !name.equals("java.lang.String")) {
      throw new ModelException(place, "@Pattern is for texts, not for " + name);
    }
    return switch (name) {
      case "java.lang.String" -> text(limits, pattern, place);
      case "boolean", "java.lang.Boolean" -> bool(limits, place);
      case "int", "java.lang.Integer" ->
          integer(
              "(int) ", limits.within(Integer.MIN_VALUE, Integer.MAX_VALUE, place), "32", place);
      case "long", "java.lang.Long" -> integer("", limits, "64", place);
      case "double", "java.lang.Double" -> number(limits, place);
      case "java.time.Duration" -> duration(limits, place);
      case "io.proxywasm.json.JsonValue" -> json(limits, place);
      default -> other(type, limits, place);
    };
  }

  private Value text(Limits limits, Optional<String> pattern, Element place) {
    if (limits.given() && limits.max() < 0) {
      throw new ModelException(place, "@Range: no text is that short");
    }
    String expected =
        "a text" + limits.words(" characters") + pattern.map(regex -> " like " + regex).orElse("");
    String literal = Literals.text(expected);
    String expression = "in.string(" + literal + ")";
    if (limits.given()) {
      expression =
          "in.sized(%s, %dL, %dL, %s)".formatted(expression, limits.min(), limits.max(), literal);
    }
    if (pattern.isPresent()) {
      String automaton = automaton(pattern.get(), place);
      expression = "in.matching(%s, %s, %s)".formatted(expression, automaton, literal);
    }
    return new Value(
        expression,
        expected,
        value -> {
          if (!limits.contains(value.length()) || !pattern.map(value::matches).orElse(true)) {
            throw noDefault(place, value, expected);
          }
          return Literals.text(value);
        });
  }

  private String automaton(String regex, Element place) {
    AutomatonTable table;
    try {
      table = AutomatonTable.of(regex);
    } catch (IllegalArgumentException wrong) {
      throw new ModelException(place, "@Pattern " + regex + ": " + wrong.getMessage());
    }
    String name = "PATTERN" + source.nextNumber();
    source.add(
        """
        private static final io.proxywasm.config.Automaton %s =
            new io.proxywasm.config.Automaton(
                %s,
                %s,
                %d,
                %s,
                %s);
        """
            .formatted(
                name,
                Literals.text(table.bounds()),
                Literals.text(table.classes()),
                table.width(),
                Literals.text(table.next()),
                Literals.text(table.accepting())));
    return name;
  }

  private static Value bool(Limits limits, Element place) {
    noRange(limits, place, "true or false");
    return new Value(
        "in.bool()",
        "true or false",
        value -> {
          if (!value.equals("true") && !value.equals("false")) {
            throw noDefault(place, value, "true or false");
          }
          return value;
        });
  }

  private static Value integer(String cast, Limits limits, String bits, Element place) {
    String words = limits.words("");
    String expected = "a whole number" + (words.isEmpty() ? " of " + bits + " bits" : words);
    return new Value(
        "%sin.integer(%s, %s, %s)"
            .formatted(cast, limit(limits.min()), limit(limits.max()), Literals.text(expected)),
        expected,
        value -> {
          long number;
          try {
            number = Long.parseLong(value);
          } catch (NumberFormatException noNumber) {
            throw noDefault(place, value, expected);
          }
          if (!limits.contains(number)) {
            throw noDefault(place, value, expected);
          }
          return cast + "(" + limit(number) + ")";
        });
  }

  private static String limit(long value) {
    return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : value + "L";
  }

  private static Value number(Limits limits, Element place) {
    String expected = "a number" + limits.words("");
    String arguments =
        limits.given()
            ? "%s.0, %s.0, %s".formatted(limits.min(), limits.max(), Literals.text(expected))
            : Literals.text(expected);
    return new Value(
        "in.number(" + arguments + ")",
        expected,
        value -> {
          double number;
          try {
            number = Double.parseDouble(value);
          } catch (NumberFormatException noNumber) {
            throw noDefault(place, value, expected);
          }
          if (!Double.isFinite(number) || number < limits.min() || number > limits.max()) {
            throw noDefault(place, value, expected);
          }
          return number + "D";
        });
  }

  private static Value duration(Limits limits, Element place) {
    noRange(limits, place, "a duration");
    return new Value(
        "io.proxywasm.config.Durations.read(in, " + Literals.text(DURATION) + ")",
        DURATION,
        value -> {
          long nanos = Durations.nanos(value);
          if (nanos < 0) {
            throw noDefault(place, value, DURATION);
          }
          return "java.time.Duration.ofNanos(" + nanos + "L)";
        });
  }

  private static Value json(Limits limits, Element place) {
    noRange(limits, place, "any JSON");
    return new Value(
        "in.json()",
        "a JSON value",
        value -> {
          throw new ModelException(place, "@Default of any JSON is not supported: use Optional");
        });
  }

  private Value other(TypeMirror type, Limits limits, Element place) {
    if (type.getKind() == TypeKind.DECLARED) {
      DeclaredType declared = (DeclaredType) type;
      TypeElement element = (TypeElement) declared.asElement();
      String name = element.getQualifiedName().toString();
      List<? extends TypeMirror> arguments = declared.getTypeArguments();
      if (name.equals("java.util.List") && arguments.size() == 1) {
        return list(arguments.get(0), limits, place);
      }
      if (name.equals("java.util.Map") && arguments.size() == 2) {
        return map(arguments.get(0), arguments.get(1), limits, place);
      }
      if (element.getKind() == ElementKind.ENUM) {
        noRange(limits, place, "an enum");
        return constant(element, place);
      }
      if (Model.isRecord(element)) {
        noRange(limits, place, "a record");
        return record(element, place);
      }
    }
    throw new ModelException(
        place,
        "a "
            + Model.source(type)
            + " cannot be read; use String, boolean, int, long, double, Duration, JsonValue, an enum, a"
            + " record, or a List, Map<String, ...> or Optional of such");
  }

  private Value record(TypeElement element, Element place) {
    String method = source.record(element, place);
    return new Value(
        method + "(in)",
        "an object",
        value -> {
          if (!value.equals("{}") || !source.hasDefaults(element)) {
            throw new ModelException(
                place,
                "@Default of a record is {}, if all components of "
                    + element.getSimpleName()
                    + " have a default or are optional");
          }
          return method + "(io.proxywasm.config.ConfigReader.ofNothing())";
        });
  }

  private Value list(TypeMirror element, Limits limits, Element place) {
    Value value = of(element, Model.places(element), place);
    String expected = "a list" + limits.words(" elements");
    String method = "list" + source.nextNumber();
    source.add(
        """
        private static java.util.List<%1$s> %2$s(io.proxywasm.config.ConfigReader in) {
          in.beginArray(%3$s);
          java.util.List<%1$s> list = new java.util.ArrayList<>();
          while (in.hasNext()) {
            list.add(%4$s);
          }
          in.endArray();
        %5$s  return java.util.Collections.unmodifiableList(list);
        }
        """
            .formatted(
                boxed(element),
                method,
                Literals.text(expected),
                value.expression(),
                size("list", limits, expected)));
    return new Value(
        method + "(in)", expected, empty(limits, place, "[]", "java.util.List.of()", expected));
  }

  private Value map(TypeMirror key, TypeMirror element, Limits limits, Element place) {
    if (!Model.source(key).equals("java.lang.String")) {
      throw new ModelException(
          place, "the keys of a map are names in JSON: String, not " + Model.source(key));
    }
    Value value = of(element, Model.places(element), place);
    String expected = "an object" + limits.words(" members");
    String method = "map" + source.nextNumber();
    source.add(
        """
        private static java.util.Map<String, %1$s> %2$s(io.proxywasm.config.ConfigReader in) {
          in.beginObject(%3$s);
          java.util.Map<String, %1$s> map = new java.util.LinkedHashMap<>();
          while (in.hasNext()) {
            String name = in.name();
            in.once(map.containsKey(name));
            map.put(name, %4$s);
          }
          in.endObject();
        %5$s  return java.util.Collections.unmodifiableMap(map);
        }
        """
            .formatted(
                boxed(element),
                method,
                Literals.text(expected),
                value.expression(),
                size("map", limits, expected)));
    return new Value(
        method + "(in)", expected, empty(limits, place, "{}", "java.util.Map.of()", expected));
  }

  private static String size(String variable, Limits limits, String expected) {
    return limits.given()
        ? "  in.size(%s.size(), %dL, %dL, %s);%n"
            .formatted(variable, limits.min(), limits.max(), Literals.text(expected))
        : "";
  }

  private static Literal empty(
      Limits limits, Element place, String json, String java, String expected) {
    return value -> {
      if (!value.equals(json)) {
        throw new ModelException(place, "@Default of " + expected + " can only be " + json);
      }
      if (!limits.contains(0)) {
        throw noDefault(place, value, expected);
      }
      return java;
    };
  }

  private static String boxed(TypeMirror type) {
    return Model.source(type);
  }

  private Value constant(TypeElement type, Element place) {
    Map<String, String> constants = new LinkedHashMap<>();
    for (Element element : type.getEnclosedElements()) {
      if (element.getKind() == ElementKind.ENUM_CONSTANT) {
        String constant = element.getSimpleName().toString();
        String name =
            Model.value(Model.places(element), "Name", "value")
                .map(String.class::cast)
                .orElse(constant.toLowerCase(Locale.ROOT));
        if (constants.put(name, constant) != null) {
          throw new ModelException(place, "two constants are '" + name + "'");
        }
      }
    }
    String expected = "one of " + String.join(", ", constants.keySet());
    String name = type.getQualifiedName().toString();
    String method = "constant" + source.nextNumber();
    StringBuilder cases = new StringBuilder();
    constants.forEach(
        (json, constant) ->
            cases.append(
                "  if (text.equals(%s)) {%n    return %s.%s;%n  }%n"
                    .formatted(Literals.text(json), name, constant)));
    source.add(
        """
        private static %1$s %2$s(io.proxywasm.config.ConfigReader in) {
          String text = in.string(%3$s);
        %4$s  throw in.wrong(text, %3$s);
        }
        """
            .formatted(name, method, Literals.text(expected), cases));
    Function<String, String> literal =
        value -> {
          String constant = constants.get(value);
          if (constant == null) {
            throw noDefault(place, value, expected);
          }
          return name + "." + constant;
        };
    return new Value(method + "(in)", expected, literal::apply);
  }

  private static void noRange(Limits limits, Element place, String what) {
    if (limits.given()) {
      throw new ModelException(
          place, "@Range is for numbers, texts, lists and maps, not for " + what);
    }
  }

  private static ModelException noDefault(Element place, String value, String expected) {
    return new ModelException(place, "@Default \"" + value + "\" is not " + expected);
  }
}
