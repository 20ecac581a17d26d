package io.proxywasm.cli;

import java.nio.file.Path;

/** How paths are shown to people: relative to where they are, if they are below. */
final class Paths {
  private Paths() {}

  static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) && !absolute.equals(here)
        ? here.relativize(absolute)
        : absolute;
  }

  /** The last name of a path, also of one such as {@code .}. */
  static String name(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "plugin" : name.toString();
  }
}
