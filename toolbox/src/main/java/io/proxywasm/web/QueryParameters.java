package io.proxywasm.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a query or of a form ({@code application/x-www-form-urlencoded}), decoded, in their
 * order. What is malformed stays as it was sent.
 */
public final class QueryParameters {
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  private QueryParameters() {}

  /** Takes a query apart. */
  public static QueryParameters parse(String query) {
    QueryParameters parameters = new QueryParameters();
    int start = 0;
    while (start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      if (end > start) {
        int equals = query.indexOf('=', start);
        int name = equals < 0 || equals > end ? end : equals;
        parameters.names.add(decoded(query.substring(start, name)));
        parameters.values.add(decoded(name == end ? "" : query.substring(name + 1, end)));
      }
      start = end + 1;
    }
    return parameters;
  }

  private static String decoded(String text) {
    String decoded = Percent.decode(text, true);
    return decoded == null ? text : decoded;
  }

  /** Returns the first value of a name, or null. */
  public @Nullable String get(String name) {
    int at = names.indexOf(name);
    return at < 0 ? null : values.get(at);
  }

  /** Returns all values of a name. */
  public List<String> all(String name) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name)) {
        all.add(values.get(i));
      }
    }
    return all;
  }

  /** Returns all names, as often as they come. */
  public List<String> names() {
    return new ArrayList<>(names);
  }

  /** Returns all values. */
  public List<String> values() {
    return new ArrayList<>(values);
  }

  /** Returns how many parameters there are. */
  public int size() {
    return names.size();
  }
}
