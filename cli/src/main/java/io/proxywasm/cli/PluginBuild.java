package io.proxywasm.cli;

import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import io.proxywasm.compiler.MainClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    Pom pom = Pom.read(layout.pom());
    boolean byMaven = pom.needs() == Pom.Needs.COMPILATION || layout.hasKotlin();
    if (byMaven && !Files.isRegularFile(layout.pom())) {
      throw new CliException(
          Paths.shown(layout.root())
              + " has Kotlin, which Maven compiles, but no pom.xml. See examples/ for one.");
    }
    List<Path> libraries =
        byMaven || pom.needs() == Pom.Needs.CLASS_PATH
            ? ClassPath.resolved(layout, progress)
            : ClassPath.sdk();
    String inputs = BuildState.inputs(layout, libraries, options);
    Path file = options.output().orElse(layout.plugin());
    Optional<BuildOutput> known = upToDate(file, inputs, start);
    if (known.isPresent()) {
      return known.get();
    }
    progress.accept("Building " + layout.name());
    String javac = "";
    Path classes = byMaven ? layout.mavenClasses() : layout.classes();
    if (byMaven) {
      Maven.of(layout.root()).run(layout.root(), List.of("compile"));
    } else {
      javac = JavaSources.compile(layout.javaSources(), libraries, classes);
    }
    CompileResult result = compile(mainClass(classes, pom), classes, libraries);
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
      Pom pom = Pom.read(layout.pom());
      if (pom.needs() == Pom.Needs.NOTHING && !layout.hasKotlin()) {
        String unusedWarnings = JavaSources.compile(layout.javaSources(), ClassPath.sdk(), classes);
        CompileResult unusedResult = compile(mainClass(classes, pom), classes, ClassPath.sdk());
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

  private String mainClass(Path classes, Pom pom) {
    Optional<String> given = options.mainClass().or(pom::mainClass);
    if (given.isPresent()) {
      return given.get();
    }
    List<String> found = MainClass.find(classes);
    if (found.isEmpty()) {
      throw new CliException(
          Paths.shown(layout.root())
              + " has no plugin: no class has a main that calls ProxyWasm.http(...),"
              + " ProxyWasm.plugin(...) or ProxyWasm.vm(...)");
    }
    if (found.size() > 1) {
      throw new CliException(
          Paths.shown(layout.root())
              + " has "
              + found.size()
              + " plugins, name one of them with --main:\n  "
              + String.join("\n  ", found));
    }
    return found.get(0);
  }

  private CompileResult compile(String mainClass, Path classes, List<Path> libraries) {
    List<Path> classPath = new ArrayList<>(List.of(classes));
    if (Files.isDirectory(layout.resources())) {
      classPath.add(layout.resources());
    }
    classPath.addAll(libraries);
    CompileResult result =
        Compiler.builder()
            .mainClass(mainClass)
            .classPath(classPath)
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
