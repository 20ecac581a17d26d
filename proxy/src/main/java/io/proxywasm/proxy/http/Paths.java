package io.proxywasm.proxy.http;

import java.util.ArrayList;
import java.util.List;

/** Paths without detours. */
final class Paths {
  private Paths() {}

  /** Takes {@code .} and {@code ..} out of the part before the query. */
  static String normalize(String target) {
    int query = target.indexOf('?');
    String path = (query < 0 ? target : target.substring(0, query)).replace('\\', '/');
    String rest = query < 0 ? "" : target.substring(query);
    if (!path.contains("/.") && !path.contains("%2e") && !path.contains("%2E")) {
      return path + rest;
    }
    path = path.replace("%2e", ".").replace("%2E", ".");
    List<String> kept = new ArrayList<>();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> {
          if (last) {
            kept.add("");
          }
        }
        case ".." -> {
          if (!kept.isEmpty()) {
            kept.remove(kept.size() - 1);
          }
          if (last) {
            kept.add("");
          }
        }
        default -> kept.add(segments[i]);
      }
    }
    return "/" + String.join("/", kept) + rest;
  }

  /** Makes neighbouring slashes one, before the query. */
  static String mergeSlashes(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (!path.contains("//")) {
      return target;
    }
    return path.replaceAll("/{2,}", "/") + (query < 0 ? "" : target.substring(query));
  }
}
