package io.proxywasm.envoy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads log lines that Envoy wrote in {@link #FORMAT}. */
final class LogParser {
  /** For {@code --log-format}, together with {@code --log-format-escaped}. */
  static final String FORMAT = "pwj|%l|%n|%v";

  private static final Pattern LINE =
      Pattern.compile("pwj\\|([a-z]+)\\|([^|]*)\\|(.*)", Pattern.DOTALL);
  private static final Pattern PLUGIN =
      Pattern.compile("wasm log((?: [^:]*+(?::(?! )[^:]*+)*+)?): (.*)", Pattern.DOTALL);

  private final Map<String, PluginLog> known = new HashMap<>();

  LogParser(List<EnvoyPlugin> plugins) {
    for (EnvoyPlugin plugin : plugins) {
      add(plugin, plugin.name());
      add(plugin, "");
    }
  }

  EnvoyLogLine parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return new EnvoyLogLine("", "", line, Optional.empty());
    }
    String component = matcher.group(2);
    String message = Unescape.line(matcher.group(3));
    return new EnvoyLogLine(
        matcher.group(1),
        component,
        message,
        component.equals("wasm") ? plugin(message) : Optional.empty());
  }

  private Optional<PluginLog> plugin(String message) {
    Matcher matcher = PLUGIN.matcher(message);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String source = matcher.group(1).strip();
    PluginLog found = known.get(source);
    return Optional.of(
        found == null
            ? new PluginLog(
                source, matcher.group(2), Optional.empty(), Optional.empty(), Optional.empty())
            : new PluginLog(source, matcher.group(2), found.name(), found.rootId(), found.vmId()));
  }

  private void add(EnvoyPlugin plugin, String name) {
    String source =
        Stream.of(name, plugin.rootId(), plugin.vmId())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    known.putIfAbsent(
        source, new PluginLog(source, "", part(name), part(plugin.rootId()), part(plugin.vmId())));
  }

  private static Optional<String> part(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
