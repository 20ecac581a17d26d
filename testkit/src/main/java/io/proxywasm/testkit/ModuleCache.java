package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Compiled plugins by the content of what they were compiled from, kept on disk: all test classes
 * and all JVMs of a build have a plugin compiled once, and a build in which it did not change has
 * it not compiled at all.
 */
final class ModuleCache {
  private final Path folder;

  /** File locks are the process's: within it, this one is. */
  private final Lock lock = new ReentrantLock();

  ModuleCache(Path folder) {
    this.folder = folder;
  }

  /** The module of a plugin; compiles when no one has. */
  byte[] get(String mainClass, List<Path> classPath, Supplier<byte[]> compile) {
    String name = key(mainClass, classPath);
    Path file = folder.resolve(name + ".wasm");
    lock.lock();
    try {
      if (Files.exists(file)) {
        return Files.readAllBytes(file);
      }
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && Files.exists(file)) {
          return Files.readAllBytes(file);
        }
        byte[] module = compile.get();
        Path fresh = Files.createTempFile(folder, name, ".new");
        Files.write(fresh, module);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return module;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the compiled plugin in " + folder, e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Files in folders count by what is in them, jars by their name, size and time: a build makes the
   * former, and the latter do not change without these.
   */
  static String key(String mainClass, List<Path> classPath) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(mainClass.getBytes(UTF_8));
      for (Path entry : classPath) {
        if (Files.isDirectory(entry)) {
          addFolder(entry, digest);
        } else {
          BasicFileAttributes jar = Files.readAttributes(entry, BasicFileAttributes.class);
          String text =
              entry.getFileName() + " " + jar.size() + " " + jar.lastModifiedTime().toMillis();
          digest.update(text.getBytes(UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the class path of " + mainClass, e);
    }
  }

  private static void addFolder(Path folder, MessageDigest digest) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!String.valueOf(file.getFileName()).endsWith(".wasm")) {
          digest.update(folder.relativize(file).toString().getBytes(UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
    }
  }
}
