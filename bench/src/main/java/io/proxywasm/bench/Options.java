package io.proxywasm.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the command line asks for. */
record Options(
    List<Workload> workloads,
    int rounds,
    int requestsPerRound,
    Set<String> only,
    Map<String, Path> extra,
    boolean memory,
    String envoyVersion,
    boolean json,
    boolean help) {

  static final String USAGE =
      """
      Usage: bench/run [OPTION]...
      Builds small plugins in several languages and measures them in one real Envoy.

        --workload NAME,...     what the plugins do: headers (default), body, json, counter, callout, all
        --rounds N              rounds per plugin (default 60)
        --requests-per-round N  requests of one plugin in one round (default 5000;
                                fewer where a workload does more)
        --only NAME,...         these plugins only (java, floor, floor-life, rust, rust-typed, assemblyscript, go)
        --plugin NAME=FILE      another module beside them; may be given several times
        --memory                measure memory too: one Envoy per plugin, a million requests each
        --envoy-version V       which Envoy (default 1.40.0)
        --json                  print one JSON object instead of tables
        --help                  print this

      Example: bench/run --workload all --rounds 200 --only java,rust
      """;

  Options {
    workloads = List.copyOf(workloads);
    only = Set.copyOf(only);
    extra = Map.copyOf(extra);
  }

  /** Reads the arguments; what is wrong with them is a {@link UsageException}. */
  static Options parse(String... arguments) {
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    Set<Workload> workloads = EnumSet.noneOf(Workload.class);
    int rounds = 60;
    int requests = 5_000;
    Set<String> only = new LinkedHashSet<>();
    Map<String, Path> extra = new LinkedHashMap<>();
    boolean memory = false;
    String envoyVersion = "1.40.0";
    boolean json = false;
    boolean help = false;
    while (!left.isEmpty()) {
      String option = left.removeFirst();
      switch (option) {
        case "--workload" -> addWorkloads(value(option, left), workloads);
        case "--rounds" -> rounds = positive(option, value(option, left));
        case "--requests-per-round" -> requests = positive(option, value(option, left));
        case "--only" -> addNames(value(option, left), only);
        case "--plugin" -> addPlugin(value(option, left), extra);
        case "--memory" -> memory = true;
        case "--envoy-version" -> envoyVersion = value(option, left);
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        default -> throw new UsageException("unknown option " + option);
      }
    }
    if (workloads.isEmpty()) {
      workloads.add(Workload.HEADERS);
    }
    if (!extra.isEmpty() && workloads.size() > 1) {
      throw new UsageException("--plugin needs the one --workload that the module is for");
    }
    return new Options(
        List.copyOf(workloads), rounds, requests, only, extra, memory, envoyVersion, json, help);
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new UsageException(option + " needs a value");
    }
    return left.removeFirst();
  }

  private static int positive(String option, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // Told below, as a number that is too small is.
    }
    throw new UsageException(option + " needs a number above 0, not '" + value + "'");
  }

  private static void addWorkloads(String value, Set<Workload> workloads) {
    for (String name : value.split(",", -1)) {
      workloads.addAll(
          name.equals("all") ? EnumSet.allOf(Workload.class) : Set.of(Workload.of(name)));
    }
  }

  private static void addNames(String value, Set<String> only) {
    List<String> known = Peer.ALL.stream().map(Peer::name).toList();
    for (String name : value.split(",", -1)) {
      if (!known.contains(name)) {
        throw new UsageException(
            "no plugin is named '" + name + "'; there are " + String.join(", ", known));
      }
      only.add(name);
    }
  }

  private static void addPlugin(String value, Map<String, Path> extra) {
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new UsageException("--plugin needs NAME=FILE, not '" + value + "'");
    }
    extra.put(value.substring(0, equals), Path.of(value.substring(equals + 1)));
  }
}
