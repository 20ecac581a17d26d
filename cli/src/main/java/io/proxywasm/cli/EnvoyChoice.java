package io.proxywasm.cli;

import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyInstaller;
import java.nio.file.Path;
import java.util.Map;
import java.util.Stack;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Which Envoy {@code --envoy[=PATH|VERSION]} means. */
final class EnvoyChoice {
  private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+){1,2}");

  private EnvoyChoice() {}

  static EnvoyBinary find(String choice, Consumer<String> progress) {
    EnvoyInstaller installer = EnvoyInstaller.create().withProgress(progress);
    if (choice.isEmpty()) {
      return installer.locate();
    }
    return VERSION.matcher(choice).matches()
        ? installer.install(choice)
        : EnvoyBinary.at(Path.of(choice));
  }

  /** Takes a value only after {@code =}: what stands behind {@code --envoy} is the project. */
  static final class Attached implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's choice
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        args.push("");
      }
      return false;
    }
  }
}
