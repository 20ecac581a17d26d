package io.proxywasm.config.processor;

import java.util.List;
import java.util.Optional;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/**
 * A component of a record.
 *
 * @param place where it is declared
 * @param name its name in the JSON
 * @param declared its type
 * @param read the type that is read: what is in the Optional, if it is one
 * @param annotations where annotations of it may be
 * @param presence what is the case if it is missing
 * @param defaultValue the value if it is missing
 */
record Component(
    Element place,
    String name,
    TypeMirror declared,
    TypeMirror read,
    List<AnnotatedConstruct> annotations,
    Presence presence,
    Optional<String> defaultValue) {
  /** What is the case if a component is missing. */
  enum Presence {
    REQUIRED,
    DEFAULT,
    NULLABLE,
    OPTIONAL
  }

  static Component of(RecordComponentElement element, Model model) {
    Element place = model.place(element);
    TypeMirror declared = element.asType();
    List<AnnotatedConstruct> annotations = Model.places(element, declared, place, place.asType());
    Optional<String> defaultValue =
        Model.value(annotations, "Default", "value").map(String.class::cast);
    boolean nullable = Model.isNullable(annotations);
    TypeMirror read = declared;
    boolean optional = false;
    if (declared instanceof DeclaredType type
        && Model.source(type).startsWith("java.util.Optional<")) {
      read = type.getTypeArguments().get(0);
      optional = true;
      annotations = Model.places(element, place, read);
    }
    if (defaultValue.isPresent() && (nullable || optional)) {
      throw new ModelException(
          place, "with @Default it is always there: neither null nor Optional");
    }
    if (nullable && declared.getKind().isPrimitive()) {
      throw new ModelException(place, "a " + Model.source(declared) + " cannot be null");
    }
    String name =
        Model.value(annotations, "Name", "value")
            .map(String.class::cast)
            .orElse(element.getSimpleName().toString());
    Presence presence =
        defaultValue.isPresent()
            ? Presence.DEFAULT
            : optional ? Presence.OPTIONAL : nullable ? Presence.NULLABLE : Presence.REQUIRED;
    return new Component(place, name, declared, read, annotations, presence, defaultValue);
  }

  boolean isRequired() {
    return presence == Presence.REQUIRED;
  }

  boolean canBeNull() {
    return presence == Presence.NULLABLE || presence == Presence.OPTIONAL;
  }
}
