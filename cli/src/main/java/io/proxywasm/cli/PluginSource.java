package io.proxywasm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is to be run: a project, which is built first, or a module that is there. */
final class PluginSource {
  private final Path path;
  private final Optional<ProjectLayout> project;
  private final boolean asJava;
  private final BuildOptions options;
  private final Terminal terminal;

  /**
   * Takes a project or a module.
   *
   * @param asJava whether the project's classes are wanted, and not its module
   */
  PluginSource(Path path, boolean asJava, BuildOptions options, Terminal terminal) {
    this.path = path;
    this.asJava = asJava;
    this.options = options;
    this.terminal = terminal;
    if (!Files.exists(path)) {
      throw new CliException("there is no project and no module " + path);
    }
    this.project =
        Files.isRegularFile(path) ? Optional.empty() : Optional.of(ProjectLayout.of(path));
    if (asJava && project.isEmpty()) {
      throw new CliException(
          path + " is a module: --engine java runs the classes of a project, name its folder");
    }
  }

  /** A name for the plugin, for the host's configuration. */
  String name() {
    return project
        .map(ProjectLayout::name)
        .orElseGet(() -> Paths.name(path).replaceFirst("\\.wasm$", ""));
  }

  /** Builds if need be, and returns what is to be run. */
  PluginCode code() {
    if (project.isEmpty()) {
      return new PluginCode.Module(ModuleFile.read(path).file(), Optional.empty());
    }
    BuildPrinter printer = new BuildPrinter(terminal);
    if (asJava) {
      JavaBuild.Output output = new JavaBuild(project.get(), options, terminal::progress).run();
      printer.warnings(output.javac());
      return output.code();
    }
    BuildOutput output = new PluginBuild(project.get(), options, terminal::progress).run();
    printer.headline(output);
    printer.warnings(output);
    return new PluginCode.Module(output.file(), Optional.of(project.get().namedPlugin()));
  }

  /** Gets the compiler going for the builds to come. */
  void rehearse() {
    if (!asJava) {
      project.ifPresent(layout -> new PluginBuild(layout, options, text -> {}).rehearse());
    }
  }

  /** The files and folders whose changes call for a new build. */
  List<Path> inputs() {
    return project
        .map(layout -> List.of(layout.root().resolve("src/main"), layout.pom()))
        .orElseGet(() -> List.of(path));
  }
}
