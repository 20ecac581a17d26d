package io.proxywasm.javaguest.inside;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is put in the place of the JDK's ways to the outside: the same as sdk.wasm.Platform and
 * TeaVM do in a module. Named in {@code Redirects}.
 */
public final class Platform {
  private static final int INFO = 2;
  private static final int ERROR = 4;
  private static final int MAX_CAUSES = 8;

  @SuppressWarnings("NullAway.Init") // Connected before any code of the plugin runs.
  private static JvmHostcalls hostcalls;

  @SuppressWarnings("NullAway.Init")
  private static PrintStream out;

  @SuppressWarnings("NullAway.Init")
  private static PrintStream err;

  private Platform() {}

  static void connect(JvmHostcalls calls) {
    hostcalls = calls;
    out = new LogStream(INFO, calls);
    err = new LogStream(ERROR, calls);
  }

  /** System.out. */
  public static PrintStream out() {
    return out;
  }

  /** System.err. */
  public static PrintStream err() {
    return err;
  }

  /** System.setOut: of this VM only. */
  public static void setOut(PrintStream stream) {
    out = stream;
  }

  /** System.setErr: of this VM only. */
  public static void setErr(PrintStream stream) {
    err = stream;
  }

  /** Throwable.printStackTrace(). */
  public static void printStackTrace(Throwable failure) {
    Throwable part = failure;
    for (int depth = 0; part != null && depth < MAX_CAUSES; depth++) {
      part.setStackTrace(stackTrace(part));
      part = part.getCause();
    }
    failure.printStackTrace(err);
  }

  /** System.currentTimeMillis. */
  public static long currentTimeMillis() {
    return hostcalls.currentTimeNanoseconds() / 1_000_000;
  }

  /** System.nanoTime. */
  public static long nanoTime() {
    return hostcalls.monotonicNanoseconds();
  }

  /** Instant.now, which in a module has milliseconds. */
  public static Instant now() {
    return Instant.ofEpochMilli(currentTimeMillis());
  }

  /** Clock.systemUTC and systemDefaultZone: a proxy is in no zone. */
  public static Clock clock() {
    return new HostClock(ZoneOffset.UTC);
  }

  /** Clock.system. */
  public static Clock clock(ZoneId zone) {
    return new HostClock(zone);
  }

  /** System.getenv, which a module has not. */
  public static @Nullable String getenv(String name) {
    return null;
  }

  /** System.getenv, which a module has not. */
  public static Map<String, String> getenv() {
    return Map.of();
  }

  /** Locale.getDefault, which is the one of TeaVM, whatever the machine's is. */
  public static Locale locale() {
    return Locale.UK;
  }

  /** String.format and formatted. */
  @SuppressWarnings("AnnotateFormatMethod")
  public static String format(String format, @Nullable Object... arguments) {
    return String.format(Locale.UK, format, arguments);
  }

  /** String.toUpperCase. */
  public static String toUpperCase(String text) {
    return text.toUpperCase(Locale.UK);
  }

  /** String.toLowerCase. */
  public static String toLowerCase(String text) {
    return text.toLowerCase(Locale.UK);
  }

  /** System.lineSeparator. */
  public static String lineSeparator() {
    return "\n";
  }

  /** System.exit, which would end the host. */
  @SuppressWarnings("DoNotCallSuggester") // Code of plugins is led here.
  public static void exit(int status) {
    throw new UnsupportedOperationException(
        "System.exit("
            + status
            + ") cannot work in a plugin. A plugin cannot start or end processes.");
  }

  /** Runtime.exit and halt. */
  @SuppressWarnings("DoNotCallSuggester")
  public static void exit(Runtime runtime, int status) {
    exit(status);
  }

  /** What the sdk logs of a failure: the plugin's lines, not those of the host around it. */
  public static StackTraceElement[] stackTrace(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    int end = 0;
    while (end < trace.length && !isBorder(trace[end].getClassName())) {
      end++;
    }
    while (end > 0 && isReflection(trace[end - 1].getClassName())) {
      end--;
    }
    return Arrays.copyOf(trace, end);
  }

  private static boolean isBorder(String className) {
    return className.equals("io.proxywasm.sdk.Callbacks")
        || className.equals("io.proxywasm.javaguest.inside.InsideGuest");
  }

  private static boolean isReflection(String className) {
    return className.startsWith("jdk.internal.reflect.")
        || className.startsWith("java.lang.reflect.");
  }

  private static final class HostClock extends Clock {
    private final ZoneId zone;

    HostClock(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new HostClock(other);
    }

    @Override
    public Instant instant() {
      return now();
    }
  }
}
