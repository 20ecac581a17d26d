package io.proxywasm.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A SHA-256 over texts and files. */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  Fingerprint text(String text) {
    return bytes(text.getBytes(UTF_8));
  }

  Fingerprint content(Path file) throws IOException {
    return Files.exists(file) ? bytes(Files.readAllBytes(file)) : text("none");
  }

  /** A jar, or all class files below a folder: their names and their content. */
  Fingerprint tree(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return content(root);
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      text(root.relativize(file).toString()).content(file);
    }
    return this;
  }

  /** The length goes in too, so that no two lists of parts look the same. */
  private Fingerprint bytes(byte[] bytes) {
    digest.update(HexFormat.of().toHexDigits(bytes.length).getBytes(UTF_8));
    digest.update(bytes);
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
