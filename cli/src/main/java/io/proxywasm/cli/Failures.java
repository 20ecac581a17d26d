package io.proxywasm.cli;

import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.wasm.WasmFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into short messages and exit codes. */
final class Failures {
  private Failures() {}

  static int misused(ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    Terminal terminal = Terminal.of(command);
    terminal.error(exception.getMessage());
    // Only for something of one's own: it would print the whole usage instead.
    if (exception instanceof UnmatchedArgumentException unmatched) {
      UnmatchedArgumentException.printSuggestions(unmatched, command.getErr());
    }
    command.getErr().println(
        "Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  static int failed(Exception exception, CommandLine command, ParseResult result) {
    Terminal terminal = Terminal.of(command);
    if (exception instanceof BuildException build) {
      terminal.block(build.details());
      terminal.error(build.getMessage());
    } else if (exception instanceof CliException
        || exception instanceof EnvoyException
        || exception instanceof WasmFormatException) {
      terminal.error(exception.getMessage());
    } else if (exception instanceof FileSystemException file) {
      terminal.error(message(file));
    } else if (exception instanceof UncheckedIOException unchecked) {
      terminal.error(unchecked.getMessage() + reason(unchecked.getCause()));
    } else {
      terminal.error("this is a defect of pwj " + Version.number() + ", please report it:");
      exception.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String reason(IOException cause) {
    return cause instanceof FileSystemException file ? ": " + message(file) : "";
  }

  private static String message(FileSystemException failure) {
    String reason = failure.getReason();
    if (failure instanceof AccessDeniedException) {
      reason = "no permission";
    }
    return "cannot use "
        + failure.getFile()
        + ": "
        + (reason == null ? failure.getClass().getSimpleName() : reason);
  }
}
