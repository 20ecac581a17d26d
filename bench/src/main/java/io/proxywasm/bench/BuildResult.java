package io.proxywasm.bench;

/** What became of a plugin's build. */
sealed interface BuildResult {

  /** The plugin is there. */
  record Built(Plugin plugin) implements BuildResult {}

  /** The plugin takes no part, and why, on one line. */
  record LeftOut(Workload workload, String name, String title, String reason)
      implements BuildResult {

    public LeftOut {
      reason = reason.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
  }
}
