package io.proxywasm.cli;

import io.proxywasm.compiler.HostProfile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands that build. */
final class BuildMixin {
  @Option(names = "--names", description = "Keep names: stack traces get Java lines, more bytes.")
  private boolean names;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      converter = HostConverter.class,
      completionCandidates = HostConverter.Ids.class,
      description = "The host to build for, the oldest by default: ${COMPLETION-CANDIDATES}.")
  private HostProfile host = HostProfile.ENVOY_1_36;

  @Option(
      names = "--main",
      paramLabel = "CLASS",
      description = "The main class, where there are several.")
  private @Nullable String mainClass;

  BuildOptions options(@Nullable Path output) {
    return new BuildOptions(
        Optional.ofNullable(output), names, host, Optional.ofNullable(mainClass));
  }
}
