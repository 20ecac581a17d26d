package io.proxywasm.cli;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what to do when a plugin calls a cluster that there is not: the host's answer is a mere
 * BAD_ARGUMENT. Once for each cluster. Not thread-safe.
 */
final class CalloutAdvice {
  /** As the sdk says it. */
  private static final Pattern FAILED =
      Pattern.compile("proxy_(?:http_call|grpc_call|grpc_stream)\\(([^)]+)\\): BAD_ARGUMENT");

  private final Set<String> known;
  private final boolean fromFile;
  private final Set<String> told = new HashSet<>();

  CalloutAdvice(RunOptions options) {
    this.known = Set.copyOf(options.clusters.keySet());
    this.fromFile = options.envoyYaml != null;
  }

  Optional<String> about(String line) {
    Matcher matcher = FAILED.matcher(line);
    if (!matcher.find() || known.contains(matcher.group(1)) || !told.add(matcher.group(1))) {
      return Optional.empty();
    }
    String cluster = matcher.group(1);
    return Optional.of(
        fromFile
            ? "If the configuration has no cluster " + cluster + ", add one."
            : "There is no cluster "
                + cluster
                + ": say where it is with --cluster "
                + cluster
                + "=HOST:PORT.");
  }
}
