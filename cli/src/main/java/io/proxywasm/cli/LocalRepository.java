package io.proxywasm.cli;

import io.proxywasm.sdk.ProxyWasm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts the sdk, the testkit and the Maven plugin where Maven finds them, as long as they are in no
 * public repository.
 */
final class LocalRepository {
  private static final List<String> INSTALL =
      List.of(
          "-Dquick", "-pl", "sdk,json,config,toolbox,maven-plugin,testkit", "-am", "install");

  private static final Pattern ELSEWHERE = Pattern.compile("-Dmaven\\.repo\\.local=(\\S+)");

  private final Consumer<String> progress;

  LocalRepository(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Installs them, unless they are there or this tool does not run from its sources. */
  void ensureSdk() {
    String home = System.getProperty(Maven.HOME, "");
    if (home.isEmpty() || isInstalled()) {
      return;
    }
    progress.accept("Installing the sdk into the local Maven repository, for 'mvn package'");
    try {
      Maven.of(Path.of(home)).run(Path.of(home), INSTALL);
    } catch (CliException e) {
      progress.accept(e instanceof BuildException build ? build.details() : e.getMessage());
      progress.accept(
          "That failed. pwj needs no Maven; for 'mvn package', run this first:\n  cd '"
              + home
              + "' && ./mvnw "
              + String.join(" ", INSTALL));
    }
  }

  private static boolean isInstalled() {
    try {
      Path sdk = jar("proxy-wasm-sdk");
      return Files.isRegularFile(jar("proxy-wasm-maven-plugin"))
          && Files.isRegularFile(jar("proxy-wasm-testkit"))
          && Files.isRegularFile(sdk)
          && Files.mismatch(sdk, ClassPath.origin(ProxyWasm.class)) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path root() {
    return Stream.of("MAVEN_ARGS", "MAVEN_OPTS")
        .map(name -> ELSEWHERE.matcher(System.getenv().getOrDefault(name, "")))
        .filter(Matcher::find)
        .map(matcher -> Path.of(matcher.group(1)))
        .findFirst()
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2", "repository"));
  }

  private static Path jar(String artifact) {
    String version = Version.number();
    return root()
        .resolve("io/proxywasm")
        .resolve(artifact)
        .resolve(version)
        .resolve(artifact + "-" + version + ".jar");
  }
}
