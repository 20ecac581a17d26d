package io.proxywasm.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Where the classes of the test are, and those of the plugin among them. */
final class TestClassPath {
  private static final List<Path> ENTRIES = read(System.getProperty("java.class.path", ""));

  private TestClassPath() {}

  /**
   * The entries that may have classes of a plugin. Folders ahead of the one with its main class are
   * left out: Maven, Gradle and IDEs put the tests there, and a changed test shall not have the
   * plugin compiled anew.
   */
  static List<Path> of(String mainClass) {
    return of(mainClass, ENTRIES);
  }

  static List<Path> of(String mainClass, List<Path> all) {
    Path file = Path.of(mainClass.replace('.', '/') + ".class");
    for (int i = 0; i < all.size(); i++) {
      if (Files.isRegularFile(all.get(i).resolve(file))) {
        List<Path> chosen = new ArrayList<>();
        all.subList(0, i).stream().filter(Files::isRegularFile).forEach(chosen::add);
        chosen.addAll(all.subList(i, all.size()));
        return chosen;
      }
    }
    return all;
  }

  private static List<Path> read(String property) {
    Set<Path> entries = new LinkedHashSet<>();
    for (String entry : property.split(File.pathSeparator)) {
      if (!entry.isEmpty()) {
        add(Path.of(entry).toAbsolutePath().normalize(), entries);
      }
    }
    return List.copyOf(entries);
  }

  /**
   * Adds an entry; for a jar that only names others, as surefire and IDEs make them, also those.
   */
  private static void add(Path entry, Set<Path> entries) {
    if (!Files.exists(entry) || !entries.add(entry) || Files.isDirectory(entry)) {
      return;
    }
    for (String url : manifestClassPath(entry).split("\\s+")) {
      try {
        if (!url.isEmpty()) {
          add(Path.of(entry.toUri().resolve(url)).normalize(), entries);
        }
      } catch (IllegalArgumentException | FileSystemNotFoundException ignored) {
        // As Java does: what cannot be an entry is none.
      }
    }
  }

  private static String manifestClassPath(Path jar) {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      String value =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return value == null ? "" : value;
    } catch (IOException e) {
      return "";
    }
  }
}
