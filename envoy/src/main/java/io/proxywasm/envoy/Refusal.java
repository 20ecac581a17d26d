package io.proxywasm.envoy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in Envoy's log why it refused a configuration or a plugin. */
final class Refusal {
  private static final int SHOWN = 12;
  private static final Pattern BIND = Pattern.compile("cannot bind '([^']*)': ([^\n]*)");
  private static final Pattern REJECTED =
      Pattern.compile("(?:lds|cds): \\w+ '?[^']*'? ?config rejected: (.*)", Pattern.DOTALL);
  private static final Pattern BOOTSTRAP =
      Pattern.compile("error `(.*)` initializing config .*", Pattern.DOTALL);
  private static final String FILE = "Filesystem config update ";

  private Refusal() {}

  static EnvoyException of(String what, List<EnvoyLogLine> log) {
    for (EnvoyLogLine line : log) {
      Matcher bind = BIND.matcher(line.message());
      if (bind.find()) {
        return new EnvoyException(
            String.format(
                "Envoy cannot listen on %s: %s. %s",
                bind.group(1), bind.group(2).strip(), advice(bind.group(2))));
      }
    }
    List<String> reasons = reasons(log);
    return new EnvoyException(
        reasons.isEmpty()
            ? what + " and did not say why."
            : what + ":\n  " + String.join("\n  ", reasons));
  }

  static List<String> reasons(List<EnvoyLogLine> log) {
    Set<String> reasons = new LinkedHashSet<>();
    for (EnvoyLogLine line : log) {
      Matcher rejected = REJECTED.matcher(line.message());
      Matcher bootstrap = BOOTSTRAP.matcher(line.message());
      if (rejected.matches()) {
        reasons.add(concise(rejected.group(1)));
      } else if (bootstrap.matches()) {
        reasons.add(concise(bootstrap.group(1)));
      } else if (line.isError() || line.message().startsWith("Unknown field: ")) {
        reasons.add(concise(line.message()));
      }
    }
    reasons.removeIf(reason -> reason.startsWith("Plugin configured to fail "));
    if (reasons.isEmpty()) {
      log.stream()
          .map(EnvoyLogLine::message)
          .filter(message -> message.startsWith(FILE) || message.startsWith("error"))
          .forEach(message -> reasons.add(concise(message)));
    }
    if (reasons.isEmpty()) {
      log.stream()
          .filter(line -> line.level().isEmpty())
          .forEach(line -> reasons.add(concise(line.message())));
    }
    List<String> all = new ArrayList<>(reasons);
    return all.size() <= SHOWN ? all : all.subList(all.size() - SHOWN, all.size());
  }

  private static String advice(String error) {
    return error.contains("in use")
        ? "Stop what listens there, or choose another port (0 takes a free one)."
        : "Choose another address or port (0 takes a free one).";
  }

  /** Envoy puts whole messages into an error; what matters is behind the last of them. */
  private static String concise(String message) {
    String text = message.strip();
    int dump = text.lastIndexOf("\n: ");
    return (dump >= 0 ? text.substring(dump + 3) : text).replaceAll("\\s*\n\\s*", "\n    ");
  }
}
