package io.proxywasm.javaguest;

import io.proxywasm.host.guest.GuestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Folders and jars, and what is in them. Thread-safe. */
final class ClassPath implements AutoCloseable {
  /** A file that was found, and where. */
  record Resource(Entry entry, URL url, byte[] bytes) {}

  /** A folder or a jar. */
  interface Entry extends AutoCloseable {
    byte @Nullable [] read(String name) throws IOException;

    @Nullable URL url(String name) throws IOException;

    URL location();

    @Override
    void close() throws IOException;
  }

  private final List<Path> paths;
  private final List<Entry> entries;

  private ClassPath(List<Path> paths, List<Entry> entries) {
    this.paths = paths;
    this.entries = entries;
  }

  static ClassPath open(List<Path> paths) {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new GuestException("class path entry " + path + " does not exist. Build it first.");
      }
    }
    Map<Path, Entry> entries = new LinkedHashMap<>();
    for (Path path : paths) {
      add(path.toAbsolutePath().normalize(), entries);
    }
    return new ClassPath(paths, List.copyOf(entries.values()));
  }

  /** Adds a folder or a jar with those that its manifest names, as Java does. */
  private static void add(Path path, Map<Path, Entry> entries) {
    if (entries.containsKey(path)) {
      return;
    }
    try {
      if (Files.isDirectory(path)) {
        entries.put(path, new Folder(path));
      } else if (Files.isRegularFile(path)) {
        Jar jar = new Jar(path);
        entries.put(path, jar);
        for (Path more : jar.classPath()) {
          add(more, entries);
        }
      }
    } catch (IOException e) {
      throw new GuestException("cannot read " + path + " of the class path: " + e, e);
    }
  }

  /** The first file of a name, such as {@code a/b/C.class}, or null. */
  @Nullable Resource find(String name) {
    for (Entry entry : entries) {
      try {
        URL url = entry.url(name);
        byte[] bytes = url == null ? null : entry.read(name);
        if (url != null && bytes != null) {
          return new Resource(entry, url, bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + name + " in " + entry.location(), e);
      }
    }
    return null;
  }

  /** Where all files of a name are. */
  List<URL> urls(String name) {
    List<URL> urls = new ArrayList<>();
    for (Entry entry : entries) {
      try {
        URL url = entry.url(name);
        if (url != null) {
          urls.add(url);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot look for " + name + " in " + entry.location(), e);
      }
    }
    return urls;
  }

  @Override
  public void close() {
    for (Entry entry : entries) {
      try {
        entry.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + entry.location(), e);
      }
    }
  }

  @Override
  public String toString() {
    return paths.toString();
  }

  private record Folder(Path root) implements Entry {
    @Override
    public byte @Nullable [] read(String name) throws IOException {
      return has(name) ? Files.readAllBytes(root.resolve(name)) : null;
    }

    @Override
    public @Nullable URL url(String name) {
      return has(name) ? asUrl(root.resolve(name)) : null;
    }

    private boolean has(String name) {
      return !name.startsWith("/") && Files.isRegularFile(root.resolve(name));
    }

    @Override
    public URL location() {
      return asUrl(root);
    }

    @Override
    public void close() {}
  }

  private static final class Jar implements Entry {
    private final Path path;
    private final JarFile file;

    Jar(Path path) throws IOException {
      this.path = path;
      this.file = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
    }

    List<Path> classPath() throws IOException {
      Manifest manifest = file.getManifest();
      String value =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      List<Path> others = new ArrayList<>();
      for (String url : value == null ? new String[0] : value.trim().split("\\s+")) {
        try {
          others.add(Path.of(path.toUri().resolve(url)).normalize());
        } catch (IllegalArgumentException | FileSystemNotFoundException ignored) {
          // As Java does: what cannot be an entry is none.
        }
      }
      return others;
    }

    @Override
    public byte @Nullable [] read(String name) throws IOException {
      JarEntry entry = file.getJarEntry(name);
      if (entry == null) {
        return null;
      }
      try (InputStream in = file.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }

    @Override
    public @Nullable URL url(String name) throws MalformedURLException {
      return file.getJarEntry(name) == null
          ? null
          : new URL("jar:" + path.toUri() + "!/" + name.replace("%", "%25"));
    }

    @Override
    public URL location() {
      return asUrl(path);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private static URL asUrl(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
