package io.proxywasm.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at files again and again, as no other way works on every file system. A change is told when
 * the file has stayed as it is from one look to the next: by then it is written wholly.
 */
final class FileWatch implements AutoCloseable {
  /** What tells one state of a file from another; null when it is not there. */
  private record State(FileTime modified, long size, @Nullable Object key) {}

  private final Supplier<Set<Path>> files;
  private final Consumer<Set<Path>> changed;
  private final Duration interval;
  private final Map<Path, @Nullable State> known = new HashMap<>();
  private final Map<Path, @Nullable State> seen = new HashMap<>();
  private final Thread thread;

  /**
   * Remembers how the files are now.
   *
   * @param files which files, asked at each look
   * @param changed is told on the watch's thread
   */
  FileWatch(Supplier<Set<Path>> files, Consumer<Set<Path>> changed, Duration interval) {
    this.files = files;
    this.changed = changed;
    this.interval = interval;
    for (Path file : files.get()) {
      known.put(file, state(file));
    }
    thread = new Thread(this::run, "pwj-watch");
    thread.setDaemon(true);
  }

  /** Begins to tell. */
  void start() {
    thread.start();
  }

  private void run() {
    while (true) {
      try {
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
      } catch (InterruptedException e) {
        return; // It is closed.
      }
      look();
    }
  }

  private void look() {
    Set<Path> now = files.get();
    known.keySet().retainAll(now);
    seen.keySet().retainAll(now);
    Set<Path> different = new HashSet<>();
    for (Path file : now) {
      State state = state(file);
      if (!known.containsKey(file)) {
        known.put(file, state);
      } else if (state == null || state.equals(known.get(file))) {
        seen.remove(file);
      } else if (state.equals(seen.get(file))) {
        seen.remove(file);
        known.put(file, state);
        different.add(file);
      } else {
        seen.put(file, state);
      }
    }
    if (!different.isEmpty()) {
      changed.accept(different);
    }
  }

  private static @Nullable State state(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return null; // It is being replaced.
    }
  }

  /** Ends; a change that is being told is told to its end. */
  @Override
  public void close() {
    thread.interrupt();
    if (Thread.currentThread() != thread) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
