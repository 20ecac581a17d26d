package io.proxywasm.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.LongConsumer;

/** Sends a large body through a proxy, or gets one. */
final class StreamRun {
  private StreamRun() {}

  static void upload(int port, long repetitions) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        OutputStream out = socket.getOutputStream()) {
      out.write(
          "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n".getBytes(US_ASCII));
      Wire.sendBody(out, repetitions);
      check(Wire.head(in));
    }
  }

  static void download(int port, long repetitions, LongConsumer progress) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        OutputStream out = socket.getOutputStream()) {
      out.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(US_ASCII));
      check(Wire.head(in));
      Wire.receiveBody(in, repetitions, progress);
    }
  }

  private static void check(String head) throws IOException {
    if (!head.startsWith("http/1.1 200 ")) {
      throw new IOException("answered " + head);
    }
  }
}
