package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Begins HTTP/2 without asking, and looks for the frame that a server then sends first: SETTINGS.
 */
final class Http2Preface {
  private static final int SETTINGS = 4;

  private Http2Preface() {}

  static boolean isAnswered(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
      byte[] frame = socket.getInputStream().readNBytes(9);
      return frame.length == 9 && frame[3] == SETTINGS;
    }
  }
}
