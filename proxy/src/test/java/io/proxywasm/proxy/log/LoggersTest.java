package io.proxywasm.proxy.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.proxy.log.Loggers.Logger;
import java.io.ByteArrayOutputStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LoggersTest {
  private final ConcurrentLinkedQueue<LogLine> lines = new ConcurrentLinkedQueue<>();

  private List<String> messages() {
    return lines.stream().map(LogLine::message).toList();
  }

  @Test
  void shouldWriteWhatAPluginSaysAsEnvoyDoes() {
    try (Loggers loggers = new Loggers(lines::add, Levels.parse("info"))) {
      loggers.log(LogLevel.INFO, "wasm log my_plugin my_root", "hello: world");
      loggers.log(LogLevel.WARN, "wasm", "the VM is dead");
      loggers.flush();
      assertThat(messages())
          .containsExactly("wasm log my_plugin my_root: hello: world", "the VM is dead");
      assertThat(lines).allMatch(line -> line.logger().equals("wasm"));
    }
  }

  @Test
  void shouldLeaveOutWhatIsBelowTheLevelWhenItIsChanged() {
    try (Loggers loggers = new Loggers(lines::add, Levels.parse("warn"))) {
      loggers.log(Logger.ADMIN, LogLevel.INFO, "no");
      assertThat(loggers.set("admin", Levels.parse("info"))).isTrue();
      loggers.log(Logger.ADMIN, LogLevel.INFO, "yes");
      loggers.log(Logger.MAIN, LogLevel.INFO, "no");
      loggers.setAll(Levels.parse("off"));
      loggers.log(Logger.ADMIN, LogLevel.CRITICAL, "no");
      loggers.flush();
      assertThat(messages()).containsExactly("yes");
      assertThat(loggers.set("nobody", 0)).isFalse();
    }
  }

  @Test
  void shouldTellThePluginsLevelWhenAsked() {
    try (Loggers loggers = new Loggers(lines::add, Levels.parse("error"))) {
      assertThat(loggers.level()).isEqualTo(LogLevel.ERROR);
      assertThat(loggers.set("wasm", Levels.parse("trace"))).isTrue();
      assertThat(loggers.level()).isEqualTo(LogLevel.TRACE);
      assertThat(loggers.levels()).containsEntry("wasm", "trace").containsEntry("main", "error");
    }
  }

  @Test
  void shouldCountAndTellOfLinesThatWereDroppedWhenNobodyReads() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch began = new CountDownLatch(1);
    AsyncLog log =
        new AsyncLog(
            line -> {
              began.countDown();
              await(go);
              lines.add(line);
            },
            2,
            1_000);
    log.add(line("first"));
    began.await();
    for (int i = 0; i < 5; i++) {
      log.add(line("later " + i));
    }
    assertThat(log.dropped()).isEqualTo(3);
    go.countDown();
    log.close();
    assertThat(messages())
        .containsExactly(
            "first",
            "later 0",
            "later 1",
            "3 log lines were dropped: they came faster than they are read");
  }

  @Test
  void shouldDropWhenTheLinesAreLong() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch began = new CountDownLatch(1);
    AsyncLog log =
        new AsyncLog(
            line -> {
              began.countDown();
              await(go);
              lines.add(line);
            },
            100,
            10);
    log.add(line("first"));
    began.await();
    log.add(line("longer than the limit"));
    log.add(line("x"));
    go.countDown();
    log.close();
    assertThat(log.dropped()).isEqualTo(1);
    assertThat(messages()).startsWith("first", "longer than the limit");
  }

  @Test
  void shouldGoOnWhenTheTargetThrows() {
    AsyncLog log =
        new AsyncLog(
            line -> {
              if (line.message().equals("bad")) {
                throw new IllegalStateException("bad");
              }
              lines.add(line);
            });
    log.add(line("bad"));
    log.flush();
    log.add(line("good"));
    log.close();
    assertThat(messages()).containsExactly("good");
  }

  private static LogLine line(String message) {
    return new LogLine(0, 1, LogLevel.INFO, "main", message);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldFormatLinesAsEnvoyDoes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamTarget target = new StreamTarget(out, ZoneOffset.UTC);
    target.line(new LogLine(1_795_329_072_007L, 17, LogLevel.WARN, "wasm", "wasm log p: \u00e4"));
    target.line(new LogLine(1_795_329_072_999L, 18, LogLevel.CRITICAL, "main", "end"));
    target.flush();
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            [2026-11-22 06:31:12.007][17][warning][wasm] [source/java/wasm:0] wasm log p: \u00e4
            [2026-11-22 06:31:12.999][18][critical][main] [source/java/main:0] end
            """);
  }
}
