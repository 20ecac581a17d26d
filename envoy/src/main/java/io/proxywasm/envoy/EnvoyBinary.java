package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Envoy that can be started.
 *
 * @param path the executable
 * @param version its version, such as {@code 1.40.0}
 */
public record EnvoyBinary(Path path, String version) {
  private static final Pattern VERSION =
      Pattern.compile("version: [0-9a-f]+/([^/\\s]+)/[^/\\s]+/[^/\\s]+/[^/\\s]+");

  private static final String OTHER_MACHINE =
      "It was made for another processor or operating system.";

  /**
   * Takes an executable, and asks it for its version.
   *
   * @param path the executable
   * @return the Envoy
   * @throws EnvoyException when it is not there, cannot run on this machine, or is no Envoy
   */
  public static EnvoyBinary at(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new EnvoyException("There is no Envoy at " + path + ".");
    }
    if (!Files.isExecutable(path)) {
      throw new EnvoyException(path + " is not executable. Run chmod +x on it.");
    }
    Path absolute = path.toAbsolutePath();
    Programs.Result result;
    try {
      result =
          Programs.run(List.of(absolute.toString(), "--version"), Map.of(), Duration.ofSeconds(20));
    } catch (IOException e) {
      throw cannotRun(path, e);
    }
    Matcher matcher = VERSION.matcher(result.output());
    if (!matcher.find()) {
      if (isMachineCode(path)) {
        throw new EnvoyException("Cannot run " + path + ". " + OTHER_MACHINE);
      }
      throw new EnvoyException(
          String.format(
              "%s is no Envoy, or cannot run here: it answered --version with exit code %d: %s",
              path, result.exitCode(), Programs.lastLine(result.output())));
    }
    return new EnvoyBinary(absolute, matcher.group(1));
  }

  /**
   * Whether it is no script. The JDK hands a file that the system cannot run to the shell, which
   * stumbles over it.
   */
  private static boolean isMachineCode(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(2);
      return !new String(start, ISO_8859_1).equals("#!");
    } catch (IOException e) {
      return false;
    }
  }

  static EnvoyException cannotRun(Path path, IOException e) {
    String reason = String.valueOf(e.getMessage());
    String advice =
        reason.contains("error=8,")
            ? " " + OTHER_MACHINE
            : reason.contains("error=2,")
                ? " The file is there, but not the C library that it needs (glibc)."
                : "";
    return new EnvoyException(
        "Cannot run " + path + ": " + reason.replaceFirst(".*error=\\d+, ", "") + "." + advice, e);
  }
}
