package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** One connection, with control over what is on the wire. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient connect(int port) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Asks, and reads until the server closes. */
  String get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
  }

  String send(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
