package io.proxywasm.proxy.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream that the test plays itself: it takes connections, reads and answers. */
final class RawUpstream implements AutoCloseable {
  private final ServerSocket server;
  private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

  RawUpstream() throws IOException {
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  accepted.add(server.accept());
                }
              } catch (IOException e) {
                // It is closed.
              }
            },
            "upstream");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** The next connection that comes. */
  RawClient accept() throws IOException, InterruptedException {
    Socket socket = accepted.poll(20, TimeUnit.SECONDS);
    if (socket == null) {
      throw new AssertionError("nobody has connected");
    }
    return new RawClient(socket);
  }

  boolean hasNoOtherConnection() {
    return accepted.isEmpty();
  }

  /** Answers every request on one connection with its head as the body, in the background. */
  void echo() {
    Thread thread =
        new Thread(
            () -> {
              try (RawClient connection = accept()) {
                for (String head = connection.head(); !head.isEmpty(); head = connection.head()) {
                  connection.send(
                      "HTTP/1.1 200 OK\r\ncontent-length: " + head.length() + "\r\n\r\n" + head);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "echo");
    thread.setDaemon(true);
    thread.start();
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
