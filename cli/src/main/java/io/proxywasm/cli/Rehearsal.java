package io.proxywasm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the commands that shall start fast, on a project of its own. The script {@code pwj} does so
 * once, in a JVM that writes an archive of the classes that it has loaded, for all later ones.
 */
public final class Rehearsal {
  private static final int PATIENCE_SECONDS = 60;

  private Rehearsal() {}

  /**
   * Runs them, and ends the JVM.
   *
   * @param args a folder for the project, which is not there yet
   */
  public static void main(String[] args) {
    try {
      String project = args[0];
      boolean done =
          command("init", project, "--no-install") == 0
              && command("build", project) == 0
              && serve(project)
              && serve(project, "--engine", "java");
      System.exit(done ? 0 : 1);
    } catch (InterruptedException e) {
      System.exit(1);
    }
  }

  private static int command(String... args) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Main.commandLine(nowhere, nowhere).execute(args);
  }

  /** Runs the plugin until it has answered one request. */
  private static boolean serve(String project, String... options) throws InterruptedException {
    Output output = new Output();
    PrintWriter writer = new PrintWriter(output, true);
    String[] args = new String[options.length + 4];
    System.arraycopy(new String[] {"run", project, "--port", "0"}, 0, args, 0, 4);
    System.arraycopy(options, 0, args, 4, options.length);
    Thread run =
        new Thread(
            () -> {
              int unused = Main.commandLine(writer, writer).execute(args);
              output.port.complete(0);
            });
    run.start();
    int port = output.port.completeOnTimeout(0, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    boolean answered = port != 0 && isAnswered(port);
    run.interrupt();
    run.join();
    return answered;
  }

  private static boolean isAnswered(int port) {
    try (Socket socket = new Socket(Ports.loopback(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return in.readAllBytes().length > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for the line that says where the proxy is. */
  private static final class Output extends Writer {
    private static final Pattern PLACE = Pattern.compile("curl -i http://[^:]+:([0-9]+)/");

    final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] buffer, int offset, int length) {
      text.append(buffer, offset, length);
      Matcher matcher = PLACE.matcher(text);
      if (!port.isDone() && matcher.find()) {
        port.complete(Integer.parseInt(matcher.group(1)));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
