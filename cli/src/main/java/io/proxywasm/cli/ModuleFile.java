package io.proxywasm.cli;

import io.proxywasm.wasm.NameSection;
import io.proxywasm.wasm.Section;
import io.proxywasm.wasm.SectionId;
import io.proxywasm.wasm.WasmFormatException;
import io.proxywasm.wasm.WasmModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A module that somebody points to: a file, or a project that was built.
 *
 * @param file where it is
 * @param module what it is
 */
record ModuleFile(Path file, WasmModule module) {
  private static final long LARGEST = 1L << 29;

  /**
   * Reads a module and checks that it is well formed.
   *
   * @throws CliException if it is not, saying what it is instead
   */
  static ModuleFile read(Path path) {
    Path file = Files.isDirectory(path) ? builtIn(path) : path;
    if (!Files.exists(file)) {
      throw new CliException("there is no file " + file);
    }
    byte[] bytes;
    try {
      if (Files.size(file) > LARGEST) {
        throw new CliException(
            file + " is too large for a plugin: " + Texts.size(Files.size(file)));
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    FileKind.of(bytes)
        .ifPresent(
            kind -> {
              throw new CliException(file + " is " + kind.text());
            });
    try {
      return new ModuleFile(file, WasmModule.read(bytes).verify());
    } catch (WasmFormatException e) {
      throw new CliException(file + ": " + e.getMessage(), e);
    }
  }

  private static Path builtIn(Path folder) {
    ProjectLayout layout = ProjectLayout.of(folder);
    if (!Files.isRegularFile(layout.plugin())) {
      throw new CliException(
          Paths.shown(folder) + " is not built yet: run 'pwj build " + folder + "' first");
    }
    return layout.plugin();
  }

  /** The names in the module, else those in the twin that the build keeps beside it. */
  Optional<NameSection> names() {
    return module.names().or(this::twinNames);
  }

  private Optional<NameSection> twinNames() {
    Path twin = ProjectLayout.namedTwin(file);
    if (!Files.isRegularFile(twin)) {
      return Optional.empty();
    }
    try {
      WasmModule named = WasmModule.read(Files.readAllBytes(twin));
      return hasSameCode(named) ? named.names() : Optional.empty();
    } catch (IOException | WasmFormatException e) {
      return Optional.empty();
    }
  }

  private boolean hasSameCode(WasmModule other) {
    return module
        .section(SectionId.CODE)
        .map(Section::encoded)
        .equals(other.section(SectionId.CODE).map(Section::encoded));
  }
}
