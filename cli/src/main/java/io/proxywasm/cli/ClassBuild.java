package io.proxywasm.cli;

import io.proxywasm.compiler.MainClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes classes of a project's sources: in this JVM, or by Maven where only Maven can. */
final class ClassBuild {
  private final ProjectLayout layout;
  private final Pom pom;
  private final boolean byMaven;
  private final List<Path> libraries;

  /**
   * Finds out what there is to do.
   *
   * @throws CliException if the project is not as expected
   */
  ClassBuild(ProjectLayout layout, Consumer<String> progress) {
    this.layout = layout;
    this.pom = Pom.read(layout.pom());
    this.byMaven = pom.needs() == Pom.Needs.COMPILATION || layout.hasKotlin();
    if (byMaven && !Files.isRegularFile(layout.pom())) {
      throw new CliException(
          Paths.shown(layout.root())
              + " has Kotlin, which Maven compiles, but no pom.xml. See examples/ for one.");
    }
    this.libraries =
        byMaven || pom.needs() == Pom.Needs.CLASS_PATH
            ? ClassPath.resolved(layout, progress)
            : ClassPath.sdk();
  }

  /** Whether it is done without Maven, and with the sdk alone. */
  boolean isPlain() {
    return !byMaven && pom.needs() == Pom.Needs.NOTHING;
  }

  /** Whether Maven compiles. */
  boolean isByMaven() {
    return byMaven;
  }

  List<Path> libraries() {
    return libraries;
  }

  /**
   * Compiles.
   *
   * @param classes the folder for the classes, emptied first
   * @return the compiler's warnings, as it writes them
   * @throws BuildException if there are errors in the sources
   */
  String compile(Path classes) throws IOException {
    if (!byMaven) {
      return JavaSources.compile(layout.javaSources(), libraries, classes);
    }
    Maven.of(layout.root()).run(layout.root(), List.of("compile"));
    FileTrees.delete(classes);
    FileTrees.copy(layout.mavenClasses(), classes);
    return "";
  }

  /**
   * The class whose main makes the plugin.
   *
   * @param classes the folder with the classes
   * @param named the class that the user names, if any
   */
  String mainClass(Path classes, Optional<String> named) {
    Optional<String> given = named.or(pom::mainClass);
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

  /** The classes with all that they need. */
  List<Path> classPath(Path classes) {
    List<Path> classPath = new ArrayList<>(List.of(classes));
    if (Files.isDirectory(layout.resources())) {
      classPath.add(layout.resources());
    }
    classPath.addAll(libraries);
    return classPath;
  }
}
