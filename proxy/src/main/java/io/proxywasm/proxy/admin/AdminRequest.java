package io.proxywasm.proxy.admin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the admin endpoint.
 *
 * @param method the method
 * @param path the path without the query
 * @param query the query's parameters
 */
record AdminRequest(String method, String path, Map<String, List<String>> query) {
  /** The first value of a parameter, or null. */
  @Nullable String parameter(String name) {
    List<String> values = query.get(name);
    return values == null ? null : values.get(0);
  }

  /** Whether a parameter is there. */
  boolean has(String name) {
    return query.containsKey(name);
  }

  /** A parameter that is a regular expression, or null when it is absent or empty. */
  @Nullable Pattern regex(String name) {
    String value = parameter(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      throw new BadRequestException(
          "Invalid re2 regex: " + e.getDescription() + ": " + e.getPattern() + "\n");
    }
  }

  /** A request that is answered with 400 and this text. */
  static final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequestException(String message) {
      super(message, null, false, false);
    }
  }
}
