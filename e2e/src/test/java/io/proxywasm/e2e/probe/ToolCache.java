package io.proxywasm.e2e.probe;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Where fetched tools and what was built with them are kept, beside Envoy. */
public final class ToolCache {
  private ToolCache() {}

  /** The directory of the module envoy. */
  public static Path directory() {
    Map<String, String> environment = System.getenv();
    String own = environment.getOrDefault("PWJ_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!xdg.isEmpty()) {
      return Path.of(xdg, "pwj").toAbsolutePath();
    }
    return Path.of(System.getProperty("user.home"), ".cache", "pwj").toAbsolutePath();
  }

  /** A name for a content. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
