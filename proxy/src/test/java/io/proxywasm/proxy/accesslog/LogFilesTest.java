package io.proxywasm.proxy.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.log.LogLine;
import io.proxywasm.proxy.log.Loggers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir private Path directory;
  private final ConcurrentLinkedQueue<LogLine> log = new ConcurrentLinkedQueue<>();
  private final Loggers loggers = new Loggers(log::add, 0);

  @AfterEach
  void close() {
    loggers.close();
  }

  @Test
  void shouldAppendToOneFileWhenTwoLogsNameIt() throws IOException {
    Path path = directory.resolve("access.log");
    Files.writeString(path, "before\n");
    try (LogFiles files = new LogFiles(loggers)) {
      LogFiles.LogFile file = files.file(path);
      assertThat(files.file(path)).isSameAs(file);
      file.append("one \u00ff\n");
      file.append("two\n");
      files.flush();
      assertThat(Files.readString(path, ISO_8859_1)).isEqualTo("before\none \u00ff\ntwo\n");
    }
  }

  @Test
  void shouldWriteWhatIsLeftWhenItIsClosed() throws IOException {
    Path path = directory.resolve("access.log");
    try (LogFiles files = new LogFiles(loggers)) {
      files.file(path).append("x".repeat(100_000));
      files.file(path).append("end");
    }
    assertThat(Files.readString(path)).isEqualTo("x".repeat(100_000) + "end");
  }

  @Test
  void shouldWriteToANewFileWhenTheOldOneWasMoved() throws IOException {
    Path path = directory.resolve("access.log");
    Path old = directory.resolve("access.log.1");
    try (LogFiles files = new LogFiles(loggers)) {
      LogFiles.LogFile file = files.file(path);
      file.append("old\n");
      files.flush();
      Files.move(path, old);
      file.append("still old\n");
      files.reopen();
      file.append("new\n");
    }
    assertThat(Files.readString(old)).isEqualTo("old\nstill old\n");
    assertThat(Files.readString(path)).isEqualTo("new\n");
  }

  @Test
  void shouldRefuseWhenAFileCannotBeOpened() {
    try (LogFiles files = new LogFiles(loggers)) {
      assertThatThrownBy(() -> files.file(directory.resolve("none/access.log")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("unable to open file '" + directory.resolve("none/access.log"));
    }
  }

  @Test
  void shouldDropAndTellWhenAFileTakesTooLittle() throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("one byte at a time");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            began.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write(bytes, offset, length);
          }
        };
    try (LogFiles files = new LogFiles(loggers, 10)) {
      LogFiles.LogFile file = files.open("slow", () -> slow);
      file.append("first\n");
      began.await();
      file.append("second\n");
      file.append("third\n");
      file.append("fourth\n");
      go.countDown();
      files.flush();
      assertThat(out.toString(ISO_8859_1)).isEqualTo("first\nsecond\n");
    }
    loggers.flush();
    assertThat(log)
        .extracting(LogLine::message)
        .containsExactly(
            "2 lines of the access log slow were dropped: they came faster than they are written");
  }
}
