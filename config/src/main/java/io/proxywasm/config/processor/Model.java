package io.proxywasm.config.processor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Questions about what is annotated. */
final class Model {
  private static final String ANNOTATIONS = "io.proxywasm.config.";

  private final Elements elements;

  Model(ProcessingEnvironment environment) {
    elements = environment.getElementUtils();
  }

  String packageOf(TypeElement type) {
    return elements.getPackageOf(type).getQualifiedName().toString();
  }

  /** The element whose declaration stands in the source. */
  Element place(RecordComponentElement component) {
    return ElementFilter.fieldsIn(
            requireNonNull(component.getEnclosingElement()).getEnclosedElements())
        .stream()
        .filter(field -> field.getSimpleName().equals(component.getSimpleName()))
        .findFirst()
        .map(Element.class::cast)
        .orElse(component);
  }

  /** Whether the author wrote the constructor, which may throw. */
  boolean hasOwnConstructor(TypeElement type) {
    return ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
        .anyMatch(constructor -> elements.getOrigin(constructor) == Elements.Origin.EXPLICIT);
  }

  /** An element of an annotation, with its default, if the annotation is there. */
  static Optional<Object> value(List<AnnotatedConstruct> places, String annotation, String name) {
    return places.stream()
        .flatMap(place -> place.getAnnotationMirrors().stream())
        .filter(mirror -> qualifiedName(mirror).equals(ANNOTATIONS + annotation))
        .findFirst()
        .map(mirror -> value(mirror, name));
  }

  private static Object value(AnnotationMirror mirror, String name) {
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        mirror.getElementValues().entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals(name)) {
        return entry.getValue().getValue();
      }
    }
    return ElementFilter.methodsIn(mirror.getAnnotationType().asElement().getEnclosedElements())
        .stream()
        .filter(method -> method.getSimpleName().contentEquals(name))
        .map(method -> requireNonNull(method.getDefaultValue()).getValue())
        .findFirst()
        .orElseThrow();
  }

  static boolean isNullable(List<AnnotatedConstruct> places) {
    return places.stream()
        .flatMap(place -> place.getAnnotationMirrors().stream())
        .anyMatch(mirror -> qualifiedName(mirror).endsWith(".Nullable"));
  }

  private static String qualifiedName(AnnotationMirror mirror) {
    return ((TypeElement) mirror.getAnnotationType().asElement()).getQualifiedName().toString();
  }

  static boolean isRecord(Element element) {
    return element.getKind() == ElementKind.RECORD;
  }

  /** The type as source has it, without annotations. */
  static String source(TypeMirror type) {
    if (type instanceof DeclaredType declared) {
      String name = ((TypeElement) declared.asElement()).getQualifiedName().toString();
      return declared.getTypeArguments().isEmpty()
          ? name
          : declared.getTypeArguments().stream()
              .map(Model::source)
              .collect(Collectors.joining(", ", name + "<", ">"));
    }
    if (type instanceof ArrayType array) {
      return source(array.getComponentType()) + "[]";
    }
    TypeKind kind = type.getKind();
    return kind.isPrimitive() ? kind.name().toLowerCase(java.util.Locale.ROOT) : type.toString();
  }

  static List<AnnotatedConstruct> places(AnnotatedConstruct... places) {
    return Stream.of(places).toList();
  }
}
