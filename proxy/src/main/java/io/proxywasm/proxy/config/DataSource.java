package io.proxywasm.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data in a file or in the configuration itself. */
public sealed interface DataSource {

  /** Reads the data. */
  Bytes read();

  /**
   * A file ({@code filename}).
   *
   * @param path the file; a relative one starts at the working directory, as in Envoy
   */
  record File(Path path) implements DataSource {
    /**
     * Reads the file.
     *
     * @throws ConfigException when that fails
     */
    @Override
    public Bytes read() {
      try {
        return Bytes.of(Files.readAllBytes(path));
      } catch (IOException e) {
        throw new ConfigException("Cannot read the file " + path + ": " + reason(e), e);
      }
    }

    private static String reason(IOException e) {
      return e instanceof java.nio.file.NoSuchFileException ? "it is not there" : e.toString();
    }
  }

  /**
   * Data that is given ({@code inline_bytes}, {@code inline_string}, or what the {@code
   * environment_variable} held when the configuration was read).
   *
   * @param read the data
   */
  record Inline(Bytes read) implements DataSource {}
}
