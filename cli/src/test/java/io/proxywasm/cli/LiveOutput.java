package io.proxywasm.cli;

import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running command prints, to be waited for. */
final class LiveOutput extends Writer {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final StringBuilder text = new StringBuilder();

  @Override
  public synchronized void write(char[] buffer, int offset, int length) {
    text.append(buffer, offset, length);
    notifyAll();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  synchronized String text() {
    return text.toString();
  }

  /** Waits for a piece of text that an expression matches, and returns its first group. */
  synchronized String await(String expression) throws InterruptedException {
    Pattern pattern = Pattern.compile(expression);
    long end = System.nanoTime() + PATIENCE_NANOS;
    Matcher matcher = pattern.matcher(text);
    while (!matcher.find()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(expression + " does not come. There is:\n" + text);
      }
      wait(left);
      matcher = pattern.matcher(text);
    }
    return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
  }
}
