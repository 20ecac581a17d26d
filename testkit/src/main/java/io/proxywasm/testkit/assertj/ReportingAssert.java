package io.proxywasm.testkit.assertj;

import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** An assertion of which the message ends with what has happened. */
abstract class ReportingAssert<S extends ReportingAssert<S, A>, A> extends AbstractAssert<S, A> {
  ReportingAssert(A actual, Class<?> type) {
    super(actual, type);
  }

  /** What has happened, for the message. */
  abstract String report();

  S check(boolean holds, String expected, @Nullable Object found) {
    isNotNull();
    if (!holds) {
      throw failure("%s", "expected " + expected + "\nbut " + found + "\n\n" + report());
    }
    return myself;
  }

  S checkEqual(String what, @Nullable Object expected, @Nullable Object found) {
    return check(
        Objects.equals(expected, found), what + ": " + show(expected), "it is: " + show(found));
  }

  private static String show(@Nullable Object value) {
    return value == null ? "none" : value instanceof String ? "'" + value + "'" : value.toString();
  }
}
