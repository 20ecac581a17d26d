package io.proxywasm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code pwj run} in this JVM. */
final class LiveRun implements AutoCloseable {
  private final LiveOutput output = new LiveOutput();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final Thread thread;

  private LiveRun(String[] args) {
    thread =
        new Thread(
            () -> {
              PrintWriter writer = new PrintWriter(output, true);
              code.complete(Main.commandLine(writer, writer).execute(args));
            });
  }

  static LiveRun of(Object... args) {
    LiveRun run =
        new LiveRun(
            Stream.concat(Stream.of("run"), Stream.of(args))
                .map(Object::toString)
                .toArray(String[]::new));
    run.thread.start();
    return run;
  }

  LiveOutput output() {
    return output;
  }

  /** Where it listens. */
  URI uri() throws InterruptedException {
    return URI.create(output.await("curl -i (http://\\S+)\n"));
  }

  /** Asks on a new connection: Envoy serves old ones with the plugin that they began with. */
  HttpResponse<String> get() throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());
  }

  /** Stops it as Ctrl-C would, and returns the exit code. */
  int stop() {
    thread.interrupt();
    return code.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop();
  }
}
