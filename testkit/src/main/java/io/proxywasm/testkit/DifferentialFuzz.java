package io.proxywasm.testkit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Sends made-up requests to a plugin in several modes, and looks for what it does in one and not in
 * another. The first difference is made as small as can be, and comes as a test.
 *
 * <pre>{@code
 * assertThat(DifferentialFuzz.of(TestPlugin.of(MyPlugin.class)).runs(100).run()).isEmpty();
 * }</pre>
 *
 * <p>It learns which headers the plugin asks for. Against an Envoy, what Envoy changes itself is
 * not compared (headers such as date and content-length, and the log).
 */
public final class DifferentialFuzz {
  private static final int TRIES = 300;
  private static final int TRIES_IN_ENVOY = 60;

  private final TestPlugin plugin;
  private final Set<String> clusters = new LinkedHashSet<>();
  private final Random random = new Random(1);
  private final FuzzGenerator generator = new FuzzGenerator(random);
  private List<Mode> modes = List.of(Mode.JAVA, Mode.WASM);
  private int runs = 100;

  private DifferentialFuzz(TestPlugin plugin) {
    this.plugin = plugin;
  }

  /** For one plugin; at first in the modes JAVA and WASM, with 100 runs and the seed 1. */
  public static DifferentialFuzz of(TestPlugin plugin) {
    return new DifferentialFuzz(plugin);
  }

  /** In which modes: two or more. */
  public DifferentialFuzz modes(Mode... chosen) {
    modes = List.of(chosen);
    return this;
  }

  /** How often; each time in a new proxy, with one exchange or some. */
  public DifferentialFuzz runs(int count) {
    runs = count;
    return this;
  }

  /** Another seed makes up other requests; the same one the same. */
  public DifferentialFuzz seed(long seed) {
    random.setSeed(seed);
    return this;
  }

  /** A cluster that the plugin may call. */
  public DifferentialFuzz cluster(String name) {
    clusters.add(name);
    return this;
  }

  /** A path that means something to the plugin. */
  public DifferentialFuzz path(String path) {
    generator.path(path);
    return this;
  }

  /** A header that means something to the plugin. */
  public DifferentialFuzz header(String name, String value) {
    generator.header(name, value);
    return this;
  }

  /** Runs until there is a difference, or all is done. */
  public Optional<Difference> run() {
    for (int i = 0; i < runs; i++) {
      List<FuzzExchange> exchanges = generator.exchanges();
      for (int k = 1; k < modes.size(); k++) {
        Mode first = modes.get(k - 1);
        Mode second = modes.get(k);
        Optional<Found> found = compare(exchanges, first, second);
        if (found.isPresent()) {
          int tries = first == Mode.ENVOY || second == Mode.ENVOY ? TRIES_IN_ENVOY : TRIES;
          List<FuzzExchange> smallest =
              new FuzzShrinker(candidate -> compare(candidate, first, second).isPresent(), tries)
                  .shrink(exchanges);
          return Optional.of(
              difference(
                  smallest, compare(smallest, first, second).orElse(found.get()), first, second));
        }
      }
    }
    return Optional.empty();
  }

  private record Found(String what, FuzzRun.Seen first, FuzzRun.Seen second) {}

  private Optional<Found> compare(List<FuzzExchange> exchanges, Mode first, Mode second) {
    boolean likeEnvoy = first == Mode.ENVOY || second == Mode.ENVOY;
    Map<String, FuzzRun.Seen> one = see(exchanges, first, likeEnvoy);
    Map<String, FuzzRun.Seen> other = see(exchanges, second, likeEnvoy);
    Set<String> all = new LinkedHashSet<>(one.keySet());
    all.addAll(other.keySet());
    FuzzRun.Seen nothing = new FuzzRun.Seen("nothing", "");
    for (String what : all) {
      FuzzRun.Seen a = one.getOrDefault(what, nothing);
      FuzzRun.Seen b = other.getOrDefault(what, nothing);
      if (!Objects.equals(a.value(), b.value())) {
        return Optional.of(new Found(what, a, b));
      }
    }
    return Optional.empty();
  }

  private Map<String, FuzzRun.Seen> see(
      List<FuzzExchange> exchanges, Mode mode, boolean likeEnvoy) {
    TestProxy.Builder builder = TestProxy.builder().plugin(plugin).mode(mode);
    clusters.forEach(builder::cluster);
    try (TestProxy proxy = builder.build()) {
      Map<String, FuzzRun.Seen> seen = new FuzzRun(likeEnvoy).run(proxy, exchanges);
      if (mode != Mode.ENVOY) {
        generator.learn(proxy.trace());
      }
      return seen;
    }
  }

  private Difference difference(
      List<FuzzExchange> exchanges, Found found, Mode first, Mode second) {
    List<String> comment = new ArrayList<>();
    comment.add(found.what() + ":");
    comment.add("  " + first + ": " + found.first().value());
    comment.add("  " + second + ": " + found.second().value());
    return new Difference(
        found.what(),
        first,
        found.first().value(),
        second,
        found.second().value(),
        FuzzSource.test(exchanges, found.first().assertion(), String.join("\n", comment)));
  }
}
