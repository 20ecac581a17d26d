package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java in this JVM, with the JDK's own compiler. */
final class JavaSources {
  private static final int RELEASE = 17;

  private JavaSources() {}

  /**
   * Compiles all sources of a folder.
   *
   * @param classes is emptied first
   * @return the compiler's warnings, as it writes them
   */
  static String compile(Path sources, List<Path> classPath, Path classes) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new CliException(
          "this Java has no compiler: "
              + System.getProperty("java.home")
              + " is a JRE. Set JAVA_HOME to a JDK 17 or newer.");
    }
    List<Path> files =
        FileTrees.files(sources).stream()
            .filter(file -> file.toString().endsWith(".java"))
            .map(Paths::shown)
            .toList();
    if (files.isEmpty()) {
      throw new CliException("there is no Java in " + Paths.shown(sources));
    }
    FileTrees.delete(classes);
    Files.createDirectories(classes);
    StringWriter output = new StringWriter();
    try (StandardJavaFileManager manager =
        javac.getStandardFileManager(null, Locale.ENGLISH, UTF_8)) {
      boolean compiled =
          javac
              .getTask(
                  output,
                  manager,
                  null,
                  options(classPath, classes),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!compiled) {
        throw new BuildException("the Java of the plugin does not compile", output.toString());
      }
    }
    return output.toString();
  }

  private static List<String> options(List<Path> classPath, Path classes) {
    List<String> options =
        new ArrayList<>(List.of("-g", "-parameters", "-encoding", "UTF-8", "-sourcepath", ""));
    if (Runtime.version().feature() != RELEASE) {
      options.addAll(List.of("--release", Integer.toString(RELEASE)));
    }
    String libraries =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    options.addAll(
        List.of(
            "-classpath",
            libraries,
            "-processorpath", // From JDK 23 on, none is looked for without it.
            libraries,
            "-d",
            classes.toString()));
    return options;
  }
}
