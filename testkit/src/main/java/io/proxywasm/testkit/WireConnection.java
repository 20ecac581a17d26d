package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** A connection that speaks HTTP/1.1, which a thread of its own reads. */
final class WireConnection implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final String CHUNKED = "transfer-encoding";
  private static final String LENGTH = "content-length";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final boolean responses;
  private boolean chunking;

  private WireConnection(Socket socket, boolean responses) throws IOException {
    this.socket = socket;
    this.responses = responses;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = socket.getOutputStream();
  }

  /** Connects to a port of this machine, and reads responses. */
  static WireConnection connect(int port) throws IOException {
    return new WireConnection(new Socket(InetAddress.getLoopbackAddress(), port), true);
  }

  /** Takes a connection that came, and reads requests. */
  static WireConnection accepted(Socket socket) throws IOException {
    return new WireConnection(socket, false);
  }

  void read(WireListener listener) {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (readMessage(listener)) {
                  // And the next one.
                }
              } catch (IOException e) {
                // Closed, by whomever.
              }
              listener.onClosed();
            },
            "testkit-wire");
    reader.setDaemon(true);
    reader.start();
  }

  /** Reads a message; returns whether there may be another one. */
  private boolean readMessage(WireListener listener) throws IOException {
    String first = line();
    if (first.isEmpty()) {
      return false;
    }
    Headers headers = fields();
    if (responses && first.matches("HTTP/1\\.1 1\\d\\d.*")) {
      return true;
    }
    String length = headers.get(LENGTH);
    if (headers.get(CHUNKED) != null) {
      listener.onHeaders(first, headers, false);
      readChunks(listener);
      return true;
    }
    if (length != null || !responses || hasNoBody(first)) {
      long left = length == null || hasNoBody(first) ? 0 : Long.parseLong(length);
      listener.onHeaders(first, headers, left == 0);
      while (left > 0) {
        byte[] bytes = some((int) Math.min(left, BUFFER));
        left -= bytes.length;
        listener.onBody(bytes, left == 0);
      }
      return true;
    }
    listener.onHeaders(first, headers, false);
    byte[] bytes = in.readAllBytes();
    listener.onBody(bytes, true);
    return false;
  }

  private boolean hasNoBody(String first) {
    return responses && first.matches("HTTP/1\\.1 (204|304).*");
  }

  private void readChunks(WireListener listener) throws IOException {
    while (true) {
      int size = Integer.parseInt(line().replaceAll(";.*", "").trim(), 16);
      if (size == 0) {
        Headers trailers = fields();
        if (trailers.isEmpty()) {
          listener.onBody(new byte[0], true);
        } else {
          listener.onTrailers(trailers);
        }
        return;
      }
      byte[] bytes = in.readNBytes(size);
      listener.onBody(bytes, false);
      String unusedEnd = line();
    }
  }

  private byte[] some(int most) throws IOException {
    byte[] buffer = new byte[most];
    int count = in.read(buffer);
    if (count < 0) {
      throw new EOFException();
    }
    return java.util.Arrays.copyOf(buffer, count);
  }

  private Headers fields() throws IOException {
    Headers headers = Headers.NONE;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers =
          headers.with(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    return headers;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(UTF_8);
  }

  // Writing.

  /** Writes a request's or response's head; pseudo headers make its first line. */
  void writeHeaders(Headers headers, boolean end) throws IOException {
    StringBuilder head = new StringBuilder();
    if (responses) {
      head.append(headers.get(":method")).append(' ').append(headers.get(":path"));
      head.append(" HTTP/1.1\r\nhost: ").append(headers.get(":authority")).append("\r\n");
    } else {
      head.append("HTTP/1.1 ").append(headers.get(":status")).append(" X\r\n");
    }
    for (Headers.Header each : headers.all()) {
      if (!each.name().startsWith(":")) {
        head.append(each.name()).append(": ").append(each.value()).append("\r\n");
      }
    }
    chunking = !end && headers.get(LENGTH) == null;
    if (chunking) {
      head.append(CHUNKED).append(": chunked\r\n");
    } else if (end && !responses && headers.get(LENGTH) == null) {
      head.append(LENGTH).append(": 0\r\n");
    }
    write(head.append("\r\n").toString().getBytes(UTF_8));
  }

  void writeBody(byte[] chunk, boolean end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!chunking) {
      bytes.writeBytes(chunk);
    } else {
      if (chunk.length > 0) {
        bytes.writeBytes((Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1));
        bytes.writeBytes(chunk);
        bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
      }
      if (end) {
        bytes.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
      }
    }
    write(bytes.toByteArray());
  }

  void writeTrailers(Headers trailers) throws IOException {
    StringBuilder text = new StringBuilder("0\r\n");
    for (Headers.Header each : trailers.all()) {
      text.append(each.name()).append(": ").append(each.value()).append("\r\n");
    }
    write(text.append("\r\n").toString().getBytes(UTF_8));
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }
}
