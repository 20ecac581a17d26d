package io.proxywasm.proxy.accesslog;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.log.Loggers;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The files of all access logs, each open once. Lines are kept in memory and written by a thread of
 * this object soon after, so that no event loop waits for a disk. When a file takes too little,
 * lines are dropped, counted, and the log tells of it. Thread-safe.
 */
public final class LogFiles implements AutoCloseable {
  /** Lines are written when there are so many bytes, or after {@link #DELAY_MILLIS}. */
  private static final int BATCH_BYTES = 1 << 16;

  private static final int MAX_BYTES = 1 << 23;
  private static final long DELAY_MILLIS = 100;

  private final Loggers loggers;
  private final int maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition urgent = lock.newCondition();
  private final Condition written = lock.newCondition();
  private final Map<String, LogFile> files = new HashMap<>();
  private final Thread writer;
  private boolean dirty;
  private boolean hurry;
  private boolean closed;
  private long rounds;
  private boolean writing;
  private boolean reopen;

  /** Makes no file yet. */
  public LogFiles(Loggers loggers) {
    this(loggers, MAX_BYTES);
  }

  LogFiles(Loggers loggers, int maxBytes) {
    this.loggers = loggers;
    this.maxBytes = maxBytes;
    writer = new Thread(this::run, "pwj-access-log");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * A file to append to; the same for the same path.
   *
   * @throws ConfigException when it cannot be opened
   */
  LogFile file(Path path) {
    return open(path.toString(), () -> new FileOutputStream(path.toFile(), true));
  }

  /** Standard output. */
  LogFile standardOutput() {
    return open("/dev/stdout", () -> new FileOutputStream(FileDescriptor.out));
  }

  /** Standard error. */
  LogFile standardError() {
    return open("/dev/stderr", () -> new FileOutputStream(FileDescriptor.err));
  }

  LogFile open(String name, Opener opener) {
    lock.lock();
    try {
      LogFile file = files.get(name);
      if (file == null) {
        file = new LogFile(name, opener);
        files.put(name, file);
      }
      return file;
    } catch (IOException e) {
      throw new ConfigException("unable to open file '" + name + "': " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Opens what lines are written to. */
  @FunctionalInterface
  interface Opener {
    OutputStream open() throws IOException;
  }

  /** One file. */
  final class LogFile {
    private final String name;
    private final Opener opener;
    private OutputStream out;
    private byte[] bytes = new byte[1 << 12];
    private byte[] spare = new byte[1 << 12];
    private int length;
    private long dropped;

    private LogFile(String name, Opener opener) throws IOException {
      this.name = name;
      this.opener = opener;
      this.out = opener.open();
    }

    /** Takes a line with its end; each char is a byte. */
    void append(CharSequence line) {
      int count = line.length();
      lock.lock();
      try {
        if (closed) {
          return;
        }
        if (length > 0 && length + count > maxBytes) {
          dropped++;
          return;
        }
        if (length + count > bytes.length) {
          bytes = java.util.Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        for (int i = 0; i < count; i++) {
          bytes[length + i] = (byte) line.charAt(i);
        }
        length += count;
        if (!dirty) {
          dirty = true;
          filled.signal();
        }
        if (length >= BATCH_BYTES && !hurry) {
          hurry = true;
          urgent.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Takes what is to be written; called with the lock. */
    private @Nullable Batch take() {
      if (length == 0 && dropped == 0) {
        return null;
      }
      Batch batch = new Batch(this, bytes, length, dropped);
      byte[] full = bytes;
      bytes = spare;
      spare = full;
      length = 0;
      dropped = 0;
      return batch;
    }

    private void write(byte[] data, int count) throws IOException {
      out.write(data, 0, count);
      out.flush();
    }

    private void reopen() throws IOException {
      OutputStream fresh = opener.open();
      out.close();
      out = fresh;
    }
  }

  private record Batch(LogFile file, byte[] bytes, int length, long dropped) {}

  private void run() {
    while (true) {
      List<Batch> batches = next();
      for (Batch batch : batches) {
        write(batch);
      }
      reopenIfWanted();
      lock.lock();
      try {
        writing = false;
        rounds++;
        written.signalAll();
        if (closed && !dirty) {
          return;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private List<Batch> next() {
    lock.lock();
    try {
      while (!dirty && !closed) {
        filled.awaitUninterruptibly();
      }
      awaitMore();
      dirty = false;
      hurry = false;
      writing = true;
      List<Batch> batches = new ArrayList<>();
      for (LogFile file : files.values()) {
        Batch batch = file.take();
        if (batch != null) {
          batches.add(batch);
        }
      }
      return batches;
    } finally {
      lock.unlock();
    }
  }

  /** A few more lines may come soon. */
  private void awaitMore() {
    long left = TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS);
    try {
      while (!hurry && !closed && left > 0) {
        left = urgent.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread on purpose, and lines are written early then.
    }
  }

  private void write(Batch batch) {
    try {
      batch.file.write(batch.bytes, batch.length);
    } catch (IOException e) {
      loggers.log(
          Loggers.Logger.FILE,
          LogLevel.ERROR,
          "The access log " + batch.file.name + " cannot be written: " + e.getMessage());
    }
    if (batch.dropped > 0) {
      loggers.log(
          Loggers.Logger.FILE,
          LogLevel.WARN,
          batch.dropped
              + " lines of the access log "
              + batch.file.name
              + " were dropped: they came faster than they are written");
    }
  }

  /** Waits until what was logged before is written. Not called on a loop. */
  public void flush() {
    lock.lock();
    try {
      if (closed || (!dirty && !writing)) {
        return;
      }
      // A round under way may have begun before the last line came.
      long wanted = rounds + (writing && dirty ? 2 : 1);
      hurry = true;
      urgent.signal();
      long left = TimeUnit.SECONDS.toNanos(10);
      while (rounds < wanted && left > 0) {
        left = written.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is there, and opens all files anew, as they may have been moved. */
  public void reopen() {
    lock.lock();
    try {
      reopen = true;
      dirty = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
    flush();
  }

  private void reopenIfWanted() {
    List<LogFile> all;
    lock.lock();
    try {
      all = reopen ? List.copyOf(files.values()) : List.of();
      reopen = false;
    } finally {
      lock.unlock();
    }
    for (LogFile file : all) {
      try {
        file.reopen();
      } catch (IOException e) {
        loggers.log(
            Loggers.Logger.FILE,
            LogLevel.ERROR,
            "The access log " + file.name + " cannot be opened anew: " + e.getMessage());
      }
    }
  }

  /** Writes what is there and closes the files. Not called on a loop. */
  @Override
  public void close() {
    flush();
    lock.lock();
    try {
      closed = true;
      filled.signal();
      urgent.signal();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      for (LogFile file : files.values()) {
        if (!file.name.startsWith("/dev/std")) {
          file.out.close();
        }
      }
    } catch (IOException e) {
      loggers.log(
          Loggers.Logger.FILE, LogLevel.ERROR, "An access log cannot be closed: " + e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
