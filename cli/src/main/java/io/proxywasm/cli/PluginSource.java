package io.proxywasm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is to be run: a project, which is built first, or a module that is there. */
final class PluginSource {
  private final Path path;
  private final Optional<ProjectLayout> project;
  private final BuildOptions options;
  private final Terminal terminal;

  PluginSource(Path path, BuildOptions options, Terminal terminal) {
    this.path = path;
    this.options = options;
    this.terminal = terminal;
    this.project =
        Files.isRegularFile(path) ? Optional.empty() : Optional.of(ProjectLayout.of(path));
  }

  /** A name for the plugin, for Envoy's configuration. */
  String name() {
    return project
        .map(ProjectLayout::name)
        .orElseGet(() -> Paths.name(path).replaceFirst("\\.wasm$", ""));
  }

  /** Builds if need be, and returns the module's file. */
  Path module() {
    if (project.isEmpty()) {
      return ModuleFile.read(path).file();
    }
    BuildOutput output = new PluginBuild(project.get(), options, terminal::progress).run();
    BuildPrinter printer = new BuildPrinter(terminal);
    printer.headline(output);
    printer.warnings(output);
    return output.file();
  }

  /** Gets the compiler going for the builds to come. */
  void rehearse() {
    project.ifPresent(layout -> new PluginBuild(layout, options, text -> {}).rehearse());
  }

  /** The files and folders whose changes call for a new build. */
  List<Path> inputs() {
    return project
        .map(layout -> List.of(layout.root().resolve("src/main"), layout.pom()))
        .orElseGet(() -> List.of(path));
  }
}
