package io.proxywasm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Notices changes below some paths by looking at them again and again: that works on every file
 * system, and a plugin has few files.
 */
final class SourceWatch {
  private final List<Path> paths;
  private Map<Path, String> seen;

  SourceWatch(List<Path> paths) {
    this.paths = List.copyOf(paths);
    this.seen = look();
  }

  /** Tells whether something changed since the last time it was asked. */
  boolean changed() {
    Map<Path, String> now = look();
    boolean changed = !now.equals(seen);
    seen = now;
    return changed;
  }

  private Map<Path, String> look() {
    Map<Path, String> stamps = new TreeMap<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        FileTrees.files(path).forEach(file -> stamp(file, stamps));
      } else {
        Stream.of(path).filter(Files::isRegularFile).forEach(file -> stamp(file, stamps));
      }
    }
    return stamps;
  }

  private static void stamp(Path file, Map<Path, String> stamps) {
    try {
      stamps.put(file, Files.size(file) + " " + Files.getLastModifiedTime(file));
    } catch (IOException e) {
      // It went away while we looked; the next look will tell.
    }
  }
}
