package io.proxywasm.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * The form in which the path of a property crosses the border: its segments with zero characters
 * between them.
 */
public final class PropertyPath {
  private PropertyPath() {}

  /**
   * Returns the path as one text.
   *
   * @throws IllegalArgumentException if there is no segment, or a segment has a zero character
   */
  public static String join(String... segments) {
    if (segments.length == 0) {
      throw new IllegalArgumentException("a property path needs a segment");
    }
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "segment " + i + " of a property path has a zero character");
      }
      if (i > 0) {
        path.append('\0');
      }
      path.append(segments[i]);
    }
    return path.toString();
  }

  /** Returns the segments of a path. */
  public static List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    int start = 0;
    for (int end = path.indexOf('\0'); end >= 0; end = path.indexOf('\0', start)) {
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    segments.add(path.substring(start));
    return List.copyOf(segments);
  }
}
