package io.proxywasm.cli;

import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.wasm.WasmFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
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
    if (exception instanceof UnmatchedArgumentException unmatched) {
      terminal.error(unmatched(command, unmatched));
      UnmatchedArgumentException.printSuggestions(unmatched, command.getErr());
    } else {
      terminal.error(exception);
    }
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static String unmatched(CommandLine command, UnmatchedArgumentException exception) {
    String first = exception.getUnmatched().get(0);
    return command.getSubcommands().isEmpty() || first.startsWith("-")
        ? "'" + first + "' is one too many for " + command.getCommandSpec().qualifiedName()
        : "there is no command '" + first + "'";
  }

  static int failed(Exception exception, CommandLine command, ParseResult result) {
    Terminal terminal = Terminal.of(command);
    if (exception instanceof BuildException build) {
      terminal.block(build.details());
      terminal.error(build);
    } else if (exception instanceof CliException
        || exception instanceof EnvoyException
        || exception instanceof WasmFormatException) {
      terminal.error(exception);
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

  private static String reason(@Nullable IOException cause) {
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
