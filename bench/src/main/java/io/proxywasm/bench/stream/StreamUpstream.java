package io.proxywasm.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.LongConsumer;

/** Takes a large body of POST, gives one to GET. */
final class StreamUpstream implements AutoCloseable {
  private final ServerSocket listener;
  private final long repetitions;
  private final LongConsumer progress;

  private StreamUpstream(ServerSocket listener, long repetitions, LongConsumer progress) {
    this.listener = listener;
    this.repetitions = repetitions;
    this.progress = progress;
  }

  static StreamUpstream start(long repetitions, LongConsumer progress) throws IOException {
    ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    StreamUpstream upstream = new StreamUpstream(listener, repetitions, progress);
    Thread thread = new Thread(upstream::serve, "stream-upstream");
    thread.setDaemon(true);
    thread.start();
    return upstream;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept();
          BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
          OutputStream out = socket.getOutputStream()) {
        String answer = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
        if (Wire.head(in).startsWith("post ")) {
          Wire.receiveBody(in, repetitions, progress);
          out.write((answer + "content-length: 0\r\n\r\n").getBytes(US_ASCII));
        } else {
          out.write((answer + "transfer-encoding: chunked\r\n\r\n").getBytes(US_ASCII));
          Wire.sendBody(out, repetitions);
        }
      } catch (IOException cut) {
        // The client sees it: it gets no answer of 200, or not all of it.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
