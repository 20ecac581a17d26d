package io.proxywasm.cli;

import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds a project's plugin from source, or finds that there is nothing to do. */
final class PluginBuild {
  private final ProjectLayout layout;
  private final BuildOptions options;
  private final Consumer<String> progress;

  PluginBuild(ProjectLayout layout, BuildOptions options, Consumer<String> progress) {
    this.layout = layout;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Builds.
   *
   * @throws BuildException if there are errors in the plugin
   * @throws CliException if the project is not as expected
   */
  BuildOutput run() {
    long start = System.nanoTime();
    try {
      return run(start);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build " + layout.root(), e);
    }
  }

  private BuildOutput run(long start) throws IOException {
    ClassBuild java = new ClassBuild(layout, progress);
    String inputs = BuildState.inputs(layout, java.libraries(), options);
    Path file = options.output().orElse(layout.plugin());
    Optional<BuildOutput> known = upToDate(file, inputs, start);
    if (known.isPresent()) {
      return known.get();
    }
    progress.accept("Building " + layout.name());
    String javac = java.compile(layout.classes());
    CompileResult result = compile(java, layout.classes());
    byte[] module = result.module().orElseThrow();
    byte[] named = result.names().orElseThrow();
    FileTrees.replace(layout.namedPlugin(), named);
    FileTrees.replace(file, module);
    new BuildState(inputs, Hashes.of(module)).write(layout);
    return new BuildOutput(file, module, named, false, result.diagnostics(), javac, since(start));
  }

  /**
   * Compiles for nothing, so that this JVM has loaded and compiled what the next build needs. Does
   * not get in the way of a build at the same time.
   */
  void rehearse() {
    Path classes = layout.work().resolve("rehearsal");
    try {
      ClassBuild java = new ClassBuild(layout, text -> {});
      if (java.isPlain()) {
        String unusedWarnings = java.compile(classes);
        CompileResult unusedResult = compile(java, classes);
        FileTrees.delete(classes);
      }
    } catch (CliException | IOException e) {
      // The next build will say it.
    }
  }

  private Optional<BuildOutput> upToDate(Path file, String inputs, long start) throws IOException {
    Optional<BuildState> state = BuildState.read(layout);
    if (state.isEmpty()
        || !state.get().inputs().equals(inputs)
        || !Files.isRegularFile(file)
        || !Files.isRegularFile(layout.namedPlugin())) {
      return Optional.empty();
    }
    byte[] module = Files.readAllBytes(file);
    if (!Hashes.of(module).equals(state.get().module())) {
      return Optional.empty();
    }
    byte[] named = Files.readAllBytes(layout.namedPlugin());
    return Optional.of(new BuildOutput(file, module, named, true, List.of(), "", since(start)));
  }

  private CompileResult compile(ClassBuild java, Path classes) {
    CompileResult result =
        Compiler.builder()
            .mainClass(java.mainClass(classes, options.mainClass()))
            .classPath(java.classPath(classes))
            .keepNames(options.names())
            .host(options.host())
            .compile();
    if (!result.succeeded()) {
      throw new BuildException(
          layout.name() + " cannot become a plugin", result.diagnostics(), layout);
    }
    return result;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
