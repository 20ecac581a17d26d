package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of several things in a row. */
final class Hashes {
  private final MessageDigest digest;

  Hashes() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  static String of(byte[] bytes) {
    return new Hashes().add(bytes).hex();
  }

  Hashes add(String text) {
    return add(text.getBytes(UTF_8));
  }

  /** Adds bytes after their number, so that no two rows of things look alike. */
  Hashes add(byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(UTF_8));
    digest.update(bytes);
    return this;
  }

  Hashes addContent(Path file) throws IOException {
    return add(file.toString()).add(Files.readAllBytes(file));
  }

  /** Adds a file by its size and time, without reading it. */
  Hashes addStamp(Path file) throws IOException {
    return add(file.toString())
        .add(Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
