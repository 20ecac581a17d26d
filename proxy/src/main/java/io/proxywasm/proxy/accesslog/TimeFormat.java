package io.proxywasm.proxy.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times as strftime writes them, with Envoy's additions: {@code %3f} for milliseconds. */
final class TimeFormat {
  private static final int NANOS = 1_000_000_000;

  /** One piece of a format; some need the fraction of the second. */
  @FunctionalInterface
  private interface Piece {
    void append(StringBuilder out, ZonedDateTime second, int nanos);
  }

  /** What is the same for a whole second is kept for the next lines. */
  private record Second(long epochSecond, ZonedDateTime time) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final ZoneId zone;
  private volatile Second last;

  private TimeFormat(ZoneId zone) {
    this.zone = zone;
    last = second(0);
  }

  private Second second(long epochSecond) {
    return new Second(epochSecond, Instant.ofEpochSecond(epochSecond).atZone(zone));
  }

  /** Compiles a format; an empty one is {@code 2026-11-22T06:31:12.123Z}. */
  static TimeFormat of(String format, boolean local) {
    TimeFormat result = new TimeFormat(local ? ZoneId.systemDefault() : ZoneOffset.UTC);
    if (format.isEmpty()) {
      String offset = local ? "%z" : "Z";
      result.compile("%Y-%m-%dT%H:%M:%S.%3f" + offset);
    } else {
      result.compile(Chars.ofText(format));
    }
    return result;
  }

  String format(long epochNanos) {
    long epochSecond = Math.floorDiv(epochNanos, NANOS);
    Second current = last;
    if (current.epochSecond != epochSecond) {
      current = second(epochSecond);
      last = current;
    }
    StringBuilder out = new StringBuilder(32);
    int nanos = (int) Math.floorMod(epochNanos, (long) NANOS);
    for (Piece piece : pieces) {
      piece.append(out, current.time, nanos);
    }
    return out.toString();
  }

  private void compile(String format) {
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c != '%' || at + 1 == format.length()) {
        literal(String.valueOf(c));
        at++;
        continue;
      }
      char letter = format.charAt(at + 1);
      int digits = letter >= '1' && letter <= '9' ? letter - '0' : 0;
      if (digits > 0 && at + 2 < format.length() && format.charAt(at + 2) == 'f') {
        pieces.add((out, time, nanos) -> fraction(out, nanos, digits));
        at += 3;
      } else {
        conversion(letter);
        at += 2;
      }
    }
  }

  private void literal(String text) {
    pieces.add((out, time, nanos) -> out.append(text));
  }

  private void conversion(char letter) {
    switch (letter) {
      case 'f' -> pieces.add((out, time, nanos) -> fraction(out, nanos, 9));
      case 's' -> pieces.add((out, time, nanos) -> out.append(time.toEpochSecond()));
      case 'Y' -> pieces.add((out, time, nanos) -> out.append(time.getYear()));
      case 'C' -> number(2, time -> time.getYear() / 100);
      case 'y' -> number(2, time -> time.getYear() % 100);
      case 'G' -> number(4, time -> time.get(IsoFields.WEEK_BASED_YEAR));
      case 'm' -> number(2, ZonedDateTime::getMonthValue);
      case 'd' -> number(2, ZonedDateTime::getDayOfMonth);
      case 'j' -> number(3, ZonedDateTime::getDayOfYear);
      case 'V' -> number(2, time -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'u' -> number(1, time -> time.getDayOfWeek().getValue());
      case 'w' -> number(1, time -> time.getDayOfWeek().getValue() % 7);
      case 'H' -> number(2, ZonedDateTime::getHour);
      case 'I' -> number(2, time -> time.get(ChronoField.CLOCK_HOUR_OF_AMPM));
      case 'M' -> number(2, ZonedDateTime::getMinute);
      case 'S' -> number(2, ZonedDateTime::getSecond);
      case 'e' -> pattern("ppd");
      case 'k' -> pattern("ppH");
      case 'l' -> pattern("pph");
      case 'a' -> pattern("EEE");
      case 'A' -> pattern("EEEE");
      case 'b', 'h' -> pattern("MMM");
      case 'B' -> pattern("MMMM");
      case 'p' -> pattern("a");
      case 'Z' -> pieces.add((out, time, nanos) -> out.append(zoneName(time)));
      case 'z' -> pattern("xx");
      case 'D' -> pattern("MM/dd/yy");
      case 'F' -> pattern("yyyy-MM-dd");
      case 'R' -> pattern("HH:mm");
      case 'T', 'X' -> pattern("HH:mm:ss");
      case 'r' -> pattern("hh:mm:ss a");
      case 'c' -> pattern("EEE MMM ppd HH:mm:ss yyyy");
      case 'x' -> pattern("MM/dd/yy");
      case 'n' -> literal("\n");
      case 't' -> literal("\t");
      case '%' -> literal("%");
      default -> literal("%" + letter);
    }
  }

  private static String zoneName(ZonedDateTime time) {
    return time.getZone().equals(ZoneOffset.UTC)
        ? "UTC"
        : DateTimeFormatter.ofPattern("zzz", Locale.ROOT).format(time);
  }

  private void number(int digits, java.util.function.ToIntFunction<ZonedDateTime> field) {
    pieces.add((out, time, nanos) -> pad(out, field.applyAsInt(time), digits));
  }

  private void pattern(String pattern) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.US);
    pieces.add((out, time, nanos) -> formatter.formatTo(time, out));
  }

  private static void fraction(StringBuilder out, int nanos, int digits) {
    int end = out.length() + digits;
    pad(out, nanos, 9);
    out.setLength(end);
  }

  private static void pad(StringBuilder out, int value, int digits) {
    int power = 1;
    for (int i = 1; i < digits; i++) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.append((char) ('0' + value / power % 10));
    }
  }
}
