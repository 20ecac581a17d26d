package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs Maven: a project's own wrapper, else the one of this project, else that of the machine. */
final class Maven {
  /** The system property with the folder of this project's sources. The script pwj sets it. */
  static final String HOME = "pwj.home";

  private final String program;

  private Maven(String program) {
    this.program = program;
  }

  static Maven of(Path project) {
    for (@Nullable Path folder = project.toAbsolutePath().normalize();
        folder != null;
        folder = folder.getParent()) {
      Path wrapper = folder.resolve("mvnw");
      if (Files.isExecutable(wrapper)) {
        return new Maven(wrapper.toString());
      }
    }
    return new Maven(ownWrapper().map(Path::toString).orElse("mvn"));
  }

  private static Optional<Path> ownWrapper() {
    return Optional.ofNullable(System.getProperty(HOME))
        .map(home -> Path.of(home, "mvnw"))
        .filter(Files::isExecutable);
  }

  /** Runs goals in a folder, and fails with what Maven says is wrong. */
  void run(Path folder, List<String> goals) {
    List<String> command = new ArrayList<>(List.of(program, "-q", "-B", "-ntp"));
    command.addAll(goals);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new BuildException(
            "Maven failed in " + Paths.shown(folder) + " (" + String.join(" ", goals) + ")",
            errors(output));
      }
    } catch (IOException e) {
      throw new CliException(
          "this project needs Maven, and "
              + program
              + " cannot be run: "
              + e.getMessage()
              + ". Install Maven, or put its wrapper mvnw into the project.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted while Maven was running", e);
    }
  }

  /** Maven's errors without its advice on how to run Maven. */
  private static String errors(String output) {
    String errors =
        output
            .lines()
            .filter(line -> line.startsWith("[ERROR]"))
            .map(line -> line.substring("[ERROR]".length()).strip())
            .takeWhile(line -> !line.startsWith("To see the full stack trace"))
            .filter(line -> !line.isEmpty() && !line.startsWith("-> [Help"))
            .map(line -> line.replaceFirst(" -> \\[Help \\d+]$", ""))
            .distinct()
            .collect(Collectors.joining("\n"));
    return errors.isEmpty() ? output : errors;
  }
}
