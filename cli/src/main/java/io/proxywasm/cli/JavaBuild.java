package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds a project's classes to be run as Java, or finds that there is nothing to do. Each build
 * has a folder of its own, as the classes of the one before may still be read.
 */
final class JavaBuild {
  private static final int KEPT = 3;
  private static final String MAIN = "main";

  private final ProjectLayout layout;
  private final BuildOptions options;
  private final Consumer<String> progress;

  JavaBuild(ProjectLayout layout, BuildOptions options, Consumer<String> progress) {
    this.layout = layout;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Classes that were built, now or before.
   *
   * @param code the classes
   * @param upToDate whether there was nothing to do
   * @param javac what javac says nevertheless
   * @param duration how long it took
   */
  record Output(PluginCode.Classes code, boolean upToDate, String javac, Duration duration) {}

  /**
   * Builds.
   *
   * @throws BuildException if there are errors in the plugin
   * @throws CliException if the project is not as expected
   */
  Output run() {
    try {
      return build();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build " + layout.root(), e);
    }
  }

  private Output build() throws IOException {
    long start = System.nanoTime();
    ClassBuild java = new ClassBuild(layout, progress);
    String inputs = BuildState.inputs(layout, java.libraries(), options);
    Path builds = layout.work().resolve("java");
    Path folder = builds.resolve(inputs.substring(0, 16));
    Path classes = folder.resolve("classes");
    Path main = folder.resolve(MAIN);
    boolean upToDate = Files.isRegularFile(main);
    String javac = "";
    if (upToDate) {
      Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    } else {
      progress.accept("Compiling " + layout.name());
      javac = java.compile(classes);
      String mainClass = java.mainClass(classes, options.mainClass());
      FileTrees.replace(main, mainClass.getBytes(UTF_8));
      deleteOld(builds);
    }
    return new Output(
        new PluginCode.Classes(
            Files.readString(main, UTF_8), java.classPath(classes), layout.plugin()),
        upToDate,
        javac,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static void deleteOld(Path builds) throws IOException {
    List<Path> newestFirst;
    try (Stream<Path> folders = Files.list(builds)) {
      newestFirst = folders.sorted(Comparator.comparing(JavaBuild::time).reversed()).toList();
    }
    for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
      FileTrees.delete(old);
    }
  }

  private static long time(Path folder) {
    return folder.toFile().lastModified();
  }
}
