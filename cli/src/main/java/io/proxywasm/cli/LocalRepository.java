package io.proxywasm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts the sdk and the Maven plugin where Maven finds them, as long as they are in no public
 * repository.
 */
final class LocalRepository {
  private static final List<String> INSTALL =
      List.of("-Dquick", "-pl", "sdk,maven-plugin", "-am", "install");

  private final Terminal terminal;

  LocalRepository(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Installs them, unless they are there or this tool does not run from its sources. */
  void ensureSdk() {
    String home = System.getProperty(Maven.HOME, "");
    if (home.isEmpty() || isInstalled()) {
      return;
    }
    terminal.progress("Installing the sdk into the local Maven repository, for 'mvn package'");
    try {
      Maven.of(Path.of(home)).run(Path.of(home), INSTALL);
    } catch (CliException e) {
      terminal.block(e instanceof BuildException build ? build.details() : e.getMessage());
      terminal.progress(
          "That failed. pwj needs no Maven; for 'mvn package', run this first:\n  cd '"
              + home
              + "' && ./mvnw "
              + String.join(" ", INSTALL));
    }
  }

  private static boolean isInstalled() {
    String version = Version.number();
    Path repository =
        Path.of(
            System.getProperty(
                "maven.repo.local",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
    return List.of("proxy-wasm-sdk", "proxy-wasm-maven-plugin").stream()
        .allMatch(
            name ->
                Files.isRegularFile(
                    repository
                        .resolve("io/proxywasm")
                        .resolve(name)
                        .resolve(version)
                        .resolve(name + "-" + version + ".jar")));
  }
}
