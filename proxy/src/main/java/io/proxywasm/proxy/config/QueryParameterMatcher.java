package io.proxywasm.proxy.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A test of a parameter in a request's query.
 *
 * @param name the parameter's name
 * @param matcher what its value must be; empty when the parameter only has to be there
 * @param presentMatch whether the parameter must be there or must not, when there is no matcher
 */
public record QueryParameterMatcher(
    String name, Optional<StringMatcher> matcher, boolean presentMatch) {

  /**
   * Whether a request passes.
   *
   * @param value the parameter's value, or null when it is absent
   */
  public boolean matches(@Nullable String value) {
    if (matcher.isEmpty()) {
      return (value != null) == presentMatch;
    }
    return value != null && matcher.get().matches(value);
  }
}
