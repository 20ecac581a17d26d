package io.proxywasm.host.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.Version;

/**
 * Keeps compiled modules on disk, one file for each, named after the content of the module and the
 * version of what compiled it. Files appear whole or not at all, so that any number of processes
 * can share the directory. A file that is not as it was written counts as not there.
 */
final class ClassCache {
  /** Changes with everything that changes what the compiler makes. */
  private static final String FORMAT = "2-" + Version.version();

  private static final String SUFFIX = ".classes";
  private static final String NEW = "new";
  private static final Duration LONGEST_WRITE = Duration.ofHours(1);
  private static final long MAX_BYTES = 1L << 30;

  private final PrivateDirectory directory;

  ClassCache(Path directory) {
    this.directory = PrivateDirectory.open(directory);
  }

  Optional<CompiledModule> get(String key) {
    Path file = file(key);
    try {
      if (!directory.trusts(file)) {
        return Optional.empty();
      }
      Optional<CompiledModule> found = Optional.ofNullable(decode(key, Files.readAllBytes(file)));
      touch(file);
      return found;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Notes that the file was used. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      return; // It may be deleted earlier than others.
    }
  }

  /** Keeps it if that is possible: without it, the next start takes longer. */
  void put(String key, CompiledModule module) {
    Path temporary = null;
    try {
      temporary = Files.createTempFile(directory.path(), NEW, null);
      Files.write(temporary, encode(key, module));
      Files.move(
          temporary,
          file(key),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      evict();
    } catch (IOException e) {
      deleteQuietly(temporary);
    }
  }

  private static void deleteQuietly(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        return; // A file too many does no harm.
      }
    }
  }

  /**
   * Deletes what was not used for the longest time when the directory is too large, and what
   * processes left that ended while they wrote.
   */
  private void evict() throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(LONGEST_WRITE));
    try (Stream<Path> files = Files.list(directory.path())) {
      files
          .filter(file -> file.getFileName().toString().matches(NEW + "\\d+\\.tmp"))
          .filter(file -> lastUse(file).compareTo(old) < 0)
          .forEach(ClassCache::deleteQuietly);
    }
    List<Path> oldestFirst;
    try (Stream<Path> files = Files.list(directory.path())) {
      oldestFirst =
          files
              .filter(file -> file.toString().endsWith(SUFFIX))
              .sorted(Comparator.comparing(ClassCache::lastUse))
              .toList();
    }
    long bytes = 0;
    for (Path file : oldestFirst) {
      bytes += Files.exists(file) ? Files.size(file) : 0;
    }
    for (Path file : oldestFirst) {
      if (bytes <= MAX_BYTES) {
        break;
      }
      bytes -= Files.exists(file) ? Files.size(file) : 0;
      deleteQuietly(file);
    }
  }

  private static FileTime lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.from(Instant.EPOCH);
    }
  }

  private Path file(String key) {
    return directory.path().resolve(key + "-" + FORMAT + SUFFIX);
  }

  private static byte[] encode(String key, CompiledModule module) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(FORMAT);
      out.writeUTF(key);
      block(out, module.skeleton());
      out.writeBoolean(module.tailCalls());
      out.writeUTF(module.mainClass());
      out.writeInt(module.classes().size());
      for (var each : module.classes().entrySet()) {
        out.writeUTF(each.getKey());
        block(out, each.getValue());
      }
      out.flush();
      out.write(Hashes.sha256(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static @Nullable CompiledModule decode(String key, byte[] bytes) throws IOException {
    int end = bytes.length - Hashes.LENGTH;
    if (end < 0
        || !Arrays.equals(
            Hashes.sha256(Arrays.copyOf(bytes, end)),
            Arrays.copyOfRange(bytes, end, bytes.length))) {
      return null;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end));
    if (!in.readUTF().equals(FORMAT) || !in.readUTF().equals(key)) {
      return null;
    }
    byte[] skeleton = block(in);
    boolean tailCalls = in.readBoolean();
    String mainClass = in.readUTF();
    SortedMap<String, byte[]> classes = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      classes.put(in.readUTF(), block(in));
    }
    return new CompiledModule(skeleton, tailCalls, mainClass, classes);
  }

  private static void block(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a block of " + length + " bytes");
    }
    return in.readNBytes(length);
  }
}
