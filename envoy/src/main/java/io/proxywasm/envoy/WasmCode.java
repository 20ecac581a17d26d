package io.proxywasm.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a plugin's WebAssembly module comes from: a file, or bytes. Immutable. */
public final class WasmCode {
  private final @Nullable Path file;
  private final byte[] bytes;

  private WasmCode(@Nullable Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Names a file. It is read when Envoy is started or reloaded, not now.
   *
   * @param file a {@code .wasm} file
   * @return the code
   */
  public static WasmCode file(Path file) {
    return new WasmCode(file.toAbsolutePath().normalize(), new byte[0]);
  }

  /**
   * Takes a module as it is.
   *
   * @param module the module's bytes, copied
   * @return the code
   */
  public static WasmCode bytes(byte[] module) {
    return new WasmCode(null, module.clone());
  }

  /** The file, or null when this is bytes. */
  @Nullable Path fileOrNull() {
    return file;
  }

  byte[] read() {
    if (file == null) {
      return bytes;
    }
    if (!Files.isRegularFile(file)) {
      throw new EnvoyException("There is no plugin file " + file + ". Build the plugin first.");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new EnvoyException("Cannot read the plugin file " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WasmCode that
        && Objects.equals(file, that.file)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(file) + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return file == null ? bytes.length + " bytes" : file.toString();
  }
}
