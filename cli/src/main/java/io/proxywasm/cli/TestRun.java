package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Compiles a project and its tests, and runs them in a JVM of their own; or has Maven do it. */
final class TestRun {
  private final ProjectLayout layout;
  private final Terminal terminal;

  TestRun(ProjectLayout layout, Terminal terminal) {
    this.layout = layout;
    this.terminal = terminal;
  }

  /**
   * Runs.
   *
   * @param options for the JVM of the tests
   * @param only what the names of test classes have in them
   * @return the exit code
   * @throws BuildException if something does not compile
   * @throws CliException if there are no tests
   */
  int run(List<String> options, String only) {
    if (FileTrees.files(layout.javaTests()).isEmpty()
        && FileTrees.files(layout.kotlinTests()).isEmpty()) {
      throw new CliException(
          Paths.shown(layout.root())
              + " has no tests: there is no src/test/java. A test of a plugin is in"
              + " docs/testing.md.");
    }
    try {
      ClassBuild java = new ClassBuild(layout, terminal::progress);
      return java.isByMaven() || Pom.read(layout.pom()).testsNeedMaven()
          ? byMaven(options, only)
          : here(java, options, only);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run the tests of " + layout.root(), e);
    }
  }

  private int byMaven(List<String> options, String only) {
    new LocalRepository(terminal::progress).ensureSdk();
    terminal.progress("Testing " + layout.name() + " with Maven");
    List<String> goals = new ArrayList<>(List.of("test"));
    options.stream().filter(option -> option.startsWith("-D")).forEach(goals::add);
    options.stream()
        .filter(option -> option.startsWith("-agentlib"))
        .forEach(option -> goals.add("-Dmaven.surefire.debug=" + option));
    if (!only.isEmpty()) {
      goals.add("-Dtest=*" + only + "*");
    }
    Maven.of(layout.root()).run(layout.root(), goals);
    terminal.line("The tests passed.");
    return CommandLine.ExitCode.OK;
  }

  private int here(ClassBuild java, List<String> options, String only) throws IOException {
    Path work = layout.work().resolve("test").toAbsolutePath();
    Path classes = work.resolve("classes");
    Path tests = work.resolve("test-classes");
    terminal.progress("Compiling " + layout.name() + " and its tests");
    terminal.block(java.compile(classes));
    List<Path> classPath = new ArrayList<>();
    if (Files.isDirectory(layout.testResources())) {
      classPath.add(layout.testResources().toAbsolutePath());
    }
    java.classPath(classes).forEach(entry -> classPath.add(entry.toAbsolutePath()));
    for (String own : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(own).toAbsolutePath());
    }
    try {
      terminal.block(JavaSources.compile(layout.javaTests(), classPath, tests));
    } catch (BuildException e) {
      throw new BuildException("the tests do not compile", e.output());
    }
    classPath.add(0, tests);
    return launch(classPath, tests, options, only);
  }

  private int launch(List<Path> classPath, Path tests, List<String> options, String only)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
            TestMain.class.getName(),
            tests.toString(),
            only));
    Process process =
        new ProcessBuilder(command)
            .directory(layout.root().toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    Thread hook = new Thread(process::destroy, "pwj-stop-tests");
    Runtime.getRuntime().addShutdownHook(hook);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        terminal.line(line.startsWith(TestMain.FAILED) ? terminal.red(line) : line);
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted while the tests were running", e);
    } finally {
      process.destroy();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
