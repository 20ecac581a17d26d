package io.proxywasm.proxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** The configurations of the tests. */
final class TestConfigs {
  /** All that must be readable. */
  static final List<String> ALL =
      List.of(
          "base.yaml",
          "full.yaml",
          "alternatives.yaml",
          "tls.yaml",
          "per-route.yaml",
          "written.json");

  private static final Map<String, String> ENVIRONMENT =
      Map.of("SHELL_OF_TEST", "sh", "GREETING", "hello");

  private TestConfigs() {}

  static String text(String name) {
    try (InputStream in = Objects.requireNonNull(TestConfigs.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProxyConfig read(String name) {
    return parse(text(name), name);
  }

  static ProxyConfig parse(String text, String name) {
    return parse(text, name, (type, fields) -> {});
  }

  static ProxyConfig parse(
      String text, String name, BiConsumer<String, Map<String, ServedField>> served) {
    return ProxyConfigReader.read(text, name, key -> ENVIRONMENT.getOrDefault(key, ""), served);
  }

  static ProxyConfig parse(Tree tree, String name) {
    Reading reading =
        new Reading(name, key -> ENVIRONMENT.getOrDefault(key, ""), (type, fields) -> {});
    return new BootstrapReader(new Input(reading, tree)).read();
  }

  /** The small configuration with one change. */
  static ProxyConfig readChanged(String what, String by) {
    String base = text("base.yaml");
    if (!base.contains(what)) {
      throw new IllegalArgumentException("Not in base.yaml: " + what);
    }
    return parse(base.replace(what, by), "test.yaml");
  }
}
