package io.proxywasm.config.processor;

import java.util.List;
import java.util.Optional;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.Element;

/**
 * What {@code @Range} says.
 *
 * @param given whether it is there
 * @param min the smallest value
 * @param max the largest value
 */
record Limits(boolean given, long min, long max) {
  static Limits of(List<AnnotatedConstruct> annotations, Element place) {
    Optional<Object> min = Model.value(annotations, "Range", "min");
    if (min.isEmpty()) {
      return new Limits(false, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    Limits limits =
        new Limits(
            true, (Long) min.get(), (Long) Model.value(annotations, "Range", "max").orElseThrow());
    if (limits.min > limits.max) {
      throw new ModelException(
          place, "@Range: " + limits.min + " is more than " + limits.max + ", nothing is between");
    }
    return limits;
  }

  /** The same, but not beyond what a type can have. */
  Limits within(long lowest, long highest, Element place) {
    if (given
        && (min < lowest && min != Long.MIN_VALUE || max > highest && max != Long.MAX_VALUE)) {
      throw new ModelException(place, "@Range goes beyond what the type can have");
    }
    long least = Math.max(min, lowest);
    long most = Math.min(max, highest);
    return new Limits(given, least, most);
  }

  boolean contains(long value) {
    return value >= min && value <= max;
  }

  /** Says it, after a noun. */
  String words(String unit) {
    boolean below = min == Long.MIN_VALUE || min == Integer.MIN_VALUE;
    boolean above = max == Long.MAX_VALUE || max == Integer.MAX_VALUE;
    if (below && above) {
      return "";
    }
    if (above) {
      return " of at least " + min + unit;
    }
    if (below) {
      return " of at most " + max + unit;
    }
    return (unit.isEmpty() ? " from " : " of ") + min + " to " + max + unit;
  }
}
