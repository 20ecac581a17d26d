package io.proxywasm.cli;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what to do about an error in a log, where the line itself does not. Each thing once. */
final class Advice {
  /** As the sdk says that a plugin has called a cluster that there is not. */
  private static final Pattern CALL =
      Pattern.compile("proxy_(?:http_call|grpc_call|grpc_stream)\\(([^)]+)\\): BAD_ARGUMENT");

  /** As hosts say that a VM is dead. */
  private static final Pattern DEATH =
      Pattern.compile("^(?:Function: )?(?:proxy_on_\\w+|\\w*alloc\\w*) failed: ");

  private final Set<String> known;
  private final boolean fromFile;
  private final Set<String> told = new HashSet<>();

  Advice(RunOptions options) {
    this.known = Set.copyOf(options.clusters.keySet());
    this.fromFile = options.envoyYaml != null;
  }

  synchronized Optional<String> about(String line) {
    Matcher call = CALL.matcher(line);
    if (call.find() && !known.contains(call.group(1))) {
      return once(cluster(call.group(1)));
    }
    if (DEATH.matcher(line).find() && !fromFile) {
      return once("The plugin's VM is dead: requests get 503 until the plugin is loaded anew.");
    }
    return Optional.empty();
  }

  private String cluster(String name) {
    return fromFile
        ? "If there is no cluster " + name + " in the configuration, add it."
        : "There is no cluster "
            + name
            + ": say where it is with --cluster "
            + name
            + "=HOST:PORT.";
  }

  private Optional<String> once(String text) {
    return told.add(text) ? Optional.of(text) : Optional.empty();
  }
}
