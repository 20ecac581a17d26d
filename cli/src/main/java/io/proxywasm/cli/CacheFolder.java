package io.proxywasm.cli;

import java.nio.file.Path;
import java.util.Map;

/** What is kept between runs: {@code PWJ_CACHE}, else {@code ~/.cache/pwj}. */
final class CacheFolder {
  private CacheFolder() {}

  /** A folder in it, which may not be there yet. */
  static Path of(String name) {
    return of(System.getenv()).resolve(name);
  }

  static Path of(Map<String, String> environment) {
    String own = environment.getOrDefault("PWJ_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return (xdg.isEmpty() ? Path.of(home, ".cache") : Path.of(xdg)).resolve("pwj").toAbsolutePath();
  }
}
