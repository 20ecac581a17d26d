package io.proxywasm.javaguest.inside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the plugin's System.out and System.err are: each line is a line of the host's log. */
final class LogStream extends PrintStream {
  LogStream(int level, JvmHostcalls hostcalls) {
    super(new Lines(level, hostcalls), false, UTF_8);
  }

  /** As {@code String.format} of a plugin, in no other language. */
  @Override
  public PrintStream format(String format, @Nullable Object... arguments) {
    return format(Locale.UK, format, arguments);
  }

  @Override
  public PrintStream printf(String format, @Nullable Object... arguments) {
    return format(Locale.UK, format, arguments);
  }

  private static final class Lines extends OutputStream {
    private final int level;
    private final JvmHostcalls hostcalls;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(int level, JvmHostcalls hostcalls) {
      this.level = level;
      this.hostcalls = hostcalls;
    }

    @Override
    public void write(int b) {
      if (b != '\n') {
        line.write(b);
        return;
      }
      String text = line.toString(UTF_8);
      line.reset();
      // println ends a line as the system that the JVM runs on does.
      boolean two = System.lineSeparator().equals("\r\n") && text.endsWith("\r");
      hostcalls.log(level, two ? text.substring(0, text.length() - 1) : text);
    }
  }
}
