package io.proxywasm.envoy;

import java.nio.file.Path;
import java.util.Map;

/** Where the cache is. */
final class Cache {
  private Cache() {}

  static Path directory(Map<String, String> environment) {
    String own = environment.getOrDefault("PWJ_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!xdg.isEmpty()) {
      return Path.of(xdg, "pwj").toAbsolutePath();
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return Path.of(home, ".cache", "pwj").toAbsolutePath();
  }
}
