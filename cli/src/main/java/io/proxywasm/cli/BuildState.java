package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.compiler.Compiler;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a build remembers, to find out next time whether there is anything to do.
 *
 * @param inputs a hash of all that the module depends on
 * @param module the hash of the module
 */
record BuildState(String inputs, String module) {
  private static final String FILE = "build.properties";

  static Optional<BuildState> read(ProjectLayout layout) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(layout.work().resolve(FILE), UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(
        new BuildState(properties.getProperty("inputs", ""), properties.getProperty("module", "")));
  }

  void write(ProjectLayout layout) throws IOException {
    FileTrees.replace(
        layout.work().resolve(FILE),
        ("inputs=" + inputs + "\nmodule=" + module + "\n").getBytes(UTF_8));
  }

  static String inputs(ProjectLayout layout, List<Path> classPath, BuildOptions options)
      throws IOException {
    Hashes hashes =
        new Hashes()
            .add(options.names() + " " + options.host().id())
            .add(options.mainClass().orElse(""));
    addAll(hashes, ClassPath.origin(Compiler.class));
    for (Path library : classPath) {
      addAll(hashes, library);
    }
    for (Path folder : List.of(layout.javaSources(), layout.kotlinSources(), layout.resources())) {
      for (Path file : FileTrees.files(folder)) {
        hashes.addContent(file);
      }
    }
    if (Files.isRegularFile(layout.pom())) {
      hashes.addContent(layout.pom());
    }
    return hashes.hex();
  }

  /** Libraries count by their time: a hash of all of them would take longer than it saves. */
  private static void addAll(Hashes hashes, Path library) throws IOException {
    if (Files.isDirectory(library)) {
      for (Path file : FileTrees.files(library)) {
        hashes.addStamp(file);
      }
    } else {
      hashes.addStamp(library);
    }
  }
}
