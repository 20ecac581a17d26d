package io.proxywasm.proxy.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the limits that Envoy has not, from {@code node.metadata["io.proxywasm"].limits}, and finds
 * those of plugins.
 */
final class LimitsReader {
  private static final String KEY = "io.proxywasm";
  private static final List<String> LIMITS =
      List.of("callback_timeout", "max_memory", "log_lines_per_second");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(B|KiB|MiB|GiB)");

  private final Map<String, PluginLimits> limits = new LinkedHashMap<>();
  private final Map<String, Input> places = new LinkedHashMap<>();
  private final Set<String> plugins = new TreeSet<>();

  /** Reads the file's limits. */
  LimitsReader(Input bootstrap) {
    Optional.ofNullable(bootstrap.fields().get("node"))
        .flatMap(node -> find(node, "metadata"))
        .flatMap(metadata -> find(metadata, KEY))
        .ifPresent(this::readAll);
  }

  private static Optional<Input> find(Input object, String key) {
    return object.tree() instanceof Tree.Fields
        ? Optional.ofNullable(object.fields().get(key))
        : Optional.empty();
  }

  private void readAll(Input ours) {
    ours.fields()
        .forEach(
            (key, value) -> {
              if (!key.equals("limits")) {
                throw unknown(value, List.of("limits"));
              }
              value.fields().forEach(this::readOne);
            });
  }

  private void readOne(String plugin, Input input) {
    Optional<Duration> timeout = Optional.empty();
    OptionalLong memory = OptionalLong.empty();
    OptionalInt lines = OptionalInt.empty();
    for (Map.Entry<String, Input> entry : input.fields().entrySet()) {
      Input value = entry.getValue();
      switch (entry.getKey()) {
        case "callback_timeout" -> timeout = Optional.of(positive(value));
        case "max_memory" -> memory = OptionalLong.of(size(value));
        case "log_lines_per_second" -> lines = OptionalInt.of(value.uint32(1, Integer.MAX_VALUE));
        default -> throw unknown(value, LIMITS);
      }
    }
    limits.put(plugin, new PluginLimits(timeout, memory, lines));
    places.put(plugin, input);
  }

  private static Duration positive(Input value) {
    Duration duration = value.duration();
    if (duration.isZero()) {
      throw value.wrong("must be more than 0s");
    }
    return duration;
  }

  private static long size(Input value) {
    if (value.tree() instanceof Tree.Scalar scalar) {
      Matcher matcher = SIZE.matcher(scalar.text());
      if (scalar.kind() == Tree.Kind.TEXT && matcher.matches()) {
        int power = List.of("B", "KiB", "MiB", "GiB").indexOf(matcher.group(2));
        long unit = 1L << 10 * power;
        BigInteger size = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit));
        if (size.signum() > 0 && size.bitLength() < Long.SIZE) {
          return size.longValueExact();
        }
      }
    }
    throw value.wrong(
        "must be a size such as 64MiB (B, KiB, MiB, GiB), but is " + value.tree().describe());
  }

  private static ConfigException unknown(Input value, List<String> known) {
    return value.wrong("there is no such setting. Served here: " + String.join(", ", known));
  }

  /** The limits of a plugin. */
  PluginLimits of(String plugin) {
    plugins.add(plugin);
    return limits.getOrDefault(plugin, PluginLimits.NONE);
  }

  /** Refuses limits of plugins that nobody has asked for. */
  void refuseUnused() {
    places.forEach(
        (plugin, place) -> {
          if (!plugins.contains(plugin)) {
            throw place.wrong(
                "there is no plugin of this name. Plugins: " + String.join(", ", plugins));
          }
        });
  }
}
