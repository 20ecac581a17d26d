package io.proxywasm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project. */
@Command(
    name = "init",
    description = "Make a project with a small filter and its test, for this tool and for Maven.",
    footer = {
      "",
      "Examples:",
      "  pwj init my-filter                 then: pwj run my-filter --watch",
      "  pwj init auth --name HeaderAuth --package com.example.auth"
    })
final class InitCommand extends PwjCommand {
  private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9_]*");
  private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*");

  @Parameters(paramLabel = "DIR", description = "The folder to make; it may be there if empty.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--name",
      paramLabel = "CLASS",
      description = "The filter's class; by default it is named after DIR.")
  private @Nullable String name;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Its package, ${DEFAULT-VALUE} by default.")
  private String packageName = "com.example";

  @Option(
      names = "--no-install",
      description = "Do not put the sdk into the local Maven repository, where 'mvn' finds it.")
  private boolean noInstall;

  @Override
  public Integer call() {
    String className = name == null ? Template.className(Paths.name(folder)) : name;
    check("--name", className, CLASS, "HeaderAuth");
    check("--package", packageName, PACKAGE, "com.example.auth");
    Terminal terminal = terminal();
    try {
      new Template(Paths.name(folder), packageName, className).write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
    terminal.line("Made " + terminal.bold(folder.toString()) + ". Try it:");
    terminal.line("  pwj run " + folder + " --watch");
    terminal.line("  pwj test " + folder);
    if (!noInstall) {
      new LocalRepository(terminal::progress).ensureSdk();
    }
    return CommandLine.ExitCode.OK;
  }

  private void check(String option, String value, Pattern pattern, String example) {
    if (!pattern.matcher(value).matches()) {
      throw misuse(
          "'" + value + "' cannot be used for " + option + ", expected something like " + example);
    }
  }
}
