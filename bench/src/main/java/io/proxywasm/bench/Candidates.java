package io.proxywasm.bench;

import io.proxywasm.envoy.EnvoyBinary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The plugins that could be built and that work in Envoy, and those that could not or do not. */
record Candidates(List<Plugin> plugins, List<BuildResult.LeftOut> leftOut) {

  Candidates {
    plugins = List.copyOf(plugins);
    leftOut = List.copyOf(leftOut);
  }

  /** Builds what the options ask for, and tries each plugin in an Envoy of its own. */
  static Candidates gather(Options options, Path bench, EnvoyBinary binary, Progress progress) {
    PeerBuild build = new PeerBuild(bench);
    List<BuildResult> results = new ArrayList<>();
    for (Workload workload : options.workloads()) {
      for (Peer peer : Peer.ALL) {
        if (peer.programs().containsKey(workload)
            && (options.only().isEmpty() || options.only().contains(peer.name()))) {
          progress.say("building " + peer.title() + " for " + workload.id());
          results.add(build.build(peer, workload));
        }
      }
      options
          .extra()
          .forEach(
              (name, module) ->
                  results.add(new BuildResult.Built(build.take(workload, name, module))));
    }
    List<Plugin> plugins = new ArrayList<>();
    List<BuildResult.LeftOut> leftOut = new ArrayList<>();
    for (BuildResult result : results) {
      BuildResult tried = tryOut(result, binary);
      if (tried instanceof BuildResult.Built built) {
        plugins.add(built.plugin());
      } else if (tried instanceof BuildResult.LeftOut left) {
        progress.say(
            "left out of " + left.workload().id() + ": " + left.title() + ": " + left.reason());
        leftOut.add(left);
      }
    }
    return new Candidates(plugins, leftOut);
  }

  private static BuildResult tryOut(BuildResult result, EnvoyBinary binary) {
    if (result instanceof BuildResult.Built built) {
      Plugin plugin = built.plugin();
      try {
        Site.open(binary, List.of(plugin.workload()), List.of(plugin)).close();
        return result;
      } catch (BenchException e) {
        return new BuildResult.LeftOut(
            plugin.workload(), plugin.name(), plugin.title(), String.valueOf(e.getMessage()));
      }
    }
    return result;
  }
}
