package io.proxywasm.proxy.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Writes lines as Envoy does: {@code [2026-11-22 06:31:12.123][17][info][wasm] [source/...] text}.
 */
public final class StreamTarget implements LogTarget {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final ZoneId zone;
  private final StringBuilder text = new StringBuilder(256);
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  /**
   * Writes to a stream.
   *
   * @param out is flushed, but never closed
   */
  public StreamTarget(OutputStream out) {
    this(out, ZoneId.systemDefault());
  }

  StreamTarget(OutputStream out, ZoneId zone) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.zone = zone;
  }

  @Override
  public void line(LogLine line) {
    text.setLength(0);
    text.append('[').append(second(Math.floorDiv(line.epochMillis(), 1000L))).append('.');
    int millis = (int) Math.floorMod(line.epochMillis(), 1000L);
    text.append((char) ('0' + millis / 100))
        .append((char) ('0' + millis / 10 % 10))
        .append((char) ('0' + millis % 10));
    text.append("][").append(line.thread()).append("][").append(Levels.name(line.level()));
    text.append("][").append(line.logger()).append("] [source/java/").append(line.logger());
    text.append(":0] ").append(line.message()).append('\n');
    try {
      out.write(text.toString().getBytes(UTF_8));
    } catch (IOException e) {
      // Nobody reads it, and there is nowhere to say so.
    }
  }

  private String second(long value) {
    if (value != second) {
      second = value;
      LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(value), zone);
      String date =
          time.getYear() + "-" + two(time.getMonthValue()) + "-" + two(time.getDayOfMonth());
      secondText =
          date
              + " "
              + two(time.getHour())
              + ":"
              + two(time.getMinute())
              + ":"
              + two(time.getSecond());
    }
    return secondText;
  }

  private static String two(int number) {
    return (number < 10 ? "0" : "") + number;
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      // As above.
    }
  }
}
