package io.proxywasm.proxy.callout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that reads requests of HTTP/1 and writes what a test says, then perhaps closes. */
final class RawUpstream implements AutoCloseable {
  private final ServerSocket server;

  /** Each request as it came; {@code closed} when a client has closed. */
  final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

  /**
   * Starts a server.
   *
   * @param answer is written to each request
   * @param close whether the connection is closed after it
   */
  RawUpstream(String answer, boolean close) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(() -> accept(answer, close));
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "raw-upstream");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(String answer, boolean close) {
    try {
      while (true) {
        Socket socket = server.accept();
        start(() -> serve(socket, answer, close));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void serve(Socket socket, String answer, boolean close) {
    try (socket) {
      InputStream in = socket.getInputStream();
      for (String request = read(in); request != null; request = read(in)) {
        received.add(request);
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        if (close) {
          return;
        }
      }
      received.add("closed");
    } catch (IOException e) {
      received.add("closed");
    }
  }

  private static @org.jspecify.annotations.Nullable String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    int end = -1;
    int length = 0;
    while (end < 0 || text.length() < end + length) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      text.append((char) next);
      if (end < 0 && text.indexOf("\r\n\r\n") >= 0) {
        end = text.length();
        int at = text.indexOf("content-length: ");
        if (at >= 0) {
          length = Integer.parseInt(text.substring(at + 16, text.indexOf("\r", at)));
        }
      }
    }
    return text.toString();
  }

  int port() {
    return server.getLocalPort();
  }

  String next() throws InterruptedException {
    return String.valueOf(received.poll(20, TimeUnit.SECONDS));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
