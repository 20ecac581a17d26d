package io.proxywasm.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code :path} of a request has: a path and a query.
 *
 * @param path the path as it was sent, percent-encoded
 * @param query the query without the question mark, empty if there is none
 */
public record RequestTarget(String path, String query) {
  /** Takes a request's {@code :path} apart. */
  public static RequestTarget parse(String target) {
    int fragment = target.indexOf('#');
    String text = fragment < 0 ? target : target.substring(0, fragment);
    int mark = text.indexOf('?');
    return mark < 0
        ? new RequestTarget(text, "")
        : new RequestTarget(text.substring(0, mark), text.substring(mark + 1));
  }

  /** Returns the parameters of the query. */
  public QueryParameters parameters() {
    return QueryParameters.parse(query);
  }

  /**
   * Returns the decoded segments of the path, {@code ["a", "b c"]} of {@code /a/b%20c}, with {@code
   * .} and {@code ..} resolved and empty ones left out; null if one is malformed, has a slash or a
   * NUL in encoded form, or {@code ..} leads out of the root. So a rule cannot be passed by another
   * spelling of a path.
   */
  public @Nullable List<String> segments() {
    List<String> segments = new ArrayList<>();
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String segment = Percent.decode(path.substring(start, end));
      if (segment == null
          || segment.indexOf('/') >= 0
          || segment.indexOf('\\') >= 0
          || segment.indexOf('\0') >= 0) {
        return null;
      }
      if (segment.equals("..")) {
        if (segments.isEmpty()) {
          return null;
        }
        segments.remove(segments.size() - 1);
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
      start = end + 1;
    }
    return segments;
  }
}
