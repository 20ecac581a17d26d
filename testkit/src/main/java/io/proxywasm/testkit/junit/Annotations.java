package io.proxywasm.testkit.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The annotations of a test: of its method, of its class, of the classes around it, in this order.
 */
final class Annotations {
  private Annotations() {}

  /** The nearest one. */
  static <A extends Annotation> Optional<A> nearest(ExtensionContext context, Class<A> type) {
    return all(context, type).stream().findFirst();
  }

  /** All, the nearest first. */
  static <A extends Annotation> List<A> all(ExtensionContext context, Class<A> type) {
    List<AnnotatedElement> elements = new ArrayList<>();
    context.getTestMethod().ifPresent(elements::add);
    Class<?> around = context.getTestClass().orElse(null);
    while (around != null) {
      elements.add(around);
      around = around.getEnclosingClass();
    }
    return elements.stream()
        .flatMap(element -> AnnotationSupport.findAnnotation(element, type).stream())
        .toList();
  }
}
