package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/**
 * A shell that outlives this JVM. It waits on a pipe from the JVM; the pipe's end without a word
 * means that the JVM died, and then it stops Envoy and removes Envoy's files. It is there before
 * Envoy, so that there is no moment in which Envoy runs unwatched.
 */
final class Watchdog {
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      read -r pid || { rm -rf -- "$1"; exit 0; }
      read -r released && exit 0
      kill -TERM "$pid"
      n=0
      while kill -0 "$pid" && [ $n -lt 20 ]; do sleep 0.1; n=$((n + 1)); done
      kill -KILL "$pid"
      rm -rf -- "$1"
      """;

  private final OutputStream pipe;

  private Watchdog(OutputStream pipe) {
    this.pipe = pipe;
  }

  static Watchdog start(Path directory) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", SCRIPT, "pwj-envoy-watchdog", directory.toString())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return new Watchdog(process.getOutputStream());
    } catch (IOException e) {
      throw new EnvoyException("Cannot run sh, which watches over Envoy: " + e.getMessage(), e);
    }
  }

  void watch(long pid) {
    say(pid + "\n");
  }

  /**
   * Ends it without a deed. To be called as soon as Envoy is dead, as its process id may be used
   * again.
   */
  synchronized void release() {
    say("released\n");
    try {
      pipe.close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  private void say(String words) {
    try {
      pipe.write(words.getBytes(UTF_8));
      pipe.flush();
    } catch (IOException e) {
      // Someone killed it. Envoy is still stopped on all ways out that this JVM knows of.
    }
  }
}
