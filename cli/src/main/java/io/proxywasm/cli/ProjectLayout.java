package io.proxywasm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where things are in a plugin's project: as Maven has them.
 *
 * @param root the project's folder
 */
record ProjectLayout(Path root) {
  /** Takes a folder that has sources of a plugin. */
  static ProjectLayout of(Path folder) {
    if (!Files.exists(folder)) {
      throw new CliException("there is no folder " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new CliException(folder + " is a file; name the folder of a plugin's project");
    }
    ProjectLayout layout = new ProjectLayout(folder.normalize());
    if (!layout.isProject()) {
      throw noProject(folder);
    }
    return layout;
  }

  private static CliException noProject(Path folder) {
    List<Path> below = projectsBelow(folder);
    String missing =
        Paths.shown(folder) + " has no src/main/java: it is not the project of a plugin. ";
    if (below.isEmpty()) {
      return new CliException(missing + "'pwj init DIR' makes one.");
    }
    String names = below.stream().map(p -> "\n  " + Paths.shown(p)).collect(Collectors.joining());
    return new CliException(
        below.size() == 1
            ? missing + "Did you mean the one below?" + names
            : missing + "There are " + below.size() + " below, name one of them:" + names);
  }

  private static List<Path> projectsBelow(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> new ProjectLayout(child).isProject())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  boolean isProject() {
    return Files.isDirectory(javaSources()) || Files.isDirectory(kotlinSources());
  }

  boolean hasKotlin() {
    return Stream.of(javaSources(), kotlinSources())
        .flatMap(folder -> FileTrees.files(folder).stream())
        .anyMatch(file -> file.toString().endsWith(".kt"));
  }

  String name() {
    return Paths.name(root);
  }

  Path pom() {
    return root.resolve("pom.xml");
  }

  Path javaSources() {
    return root.resolve("src/main/java");
  }

  Path kotlinSources() {
    return root.resolve("src/main/kotlin");
  }

  Path javaTests() {
    return root.resolve("src/test/java");
  }

  Path kotlinTests() {
    return root.resolve("src/test/kotlin");
  }

  Path testResources() {
    return root.resolve("src/test/resources");
  }

  Path resources() {
    return root.resolve("src/main/resources");
  }

  /** The module. */
  Path plugin() {
    return root.resolve("target/plugin.wasm");
  }

  /** Where Maven compiles to. */
  Path mavenClasses() {
    return root.resolve("target/classes");
  }

  /** What a build keeps for the next one. */
  Path work() {
    return root.resolve("target/pwj");
  }

  /** Where a build without Maven compiles to. */
  Path classes() {
    return work().resolve("classes");
  }

  /** The same module with its names. */
  Path namedPlugin() {
    return namedTwin(plugin());
  }

  /** Where the named twin of a module is: beside it, as the Maven plugin has it too. */
  static Path namedTwin(Path module) {
    String name = Paths.name(module).replaceFirst("\\.wasm$", "");
    return module.resolveSibling(name + ".names.wasm");
  }
}
