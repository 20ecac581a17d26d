package io.proxywasm.config.processor;

import javax.lang.model.element.Element;

/** A mistake in an annotated record. */
final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Element element;

  ModelException(Element element, String message) {
    super(message);
    this.element = element;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  Element element() {
    return element;
  }
}
