package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads requests from one connection and answers them, until the other side closes. */
final class EchoConnection {
  private final InputStream in;
  private final OutputStream out;

  EchoConnection(InputStream in, OutputStream out) {
    this.in = new BufferedInputStream(in);
    this.out = out;
  }

  void serve() throws IOException {
    for (String request = line(); !request.isEmpty(); request = line()) {
      List<String> headers = lines();
      if (value(headers, "expect").equalsIgnoreCase("100-continue")) {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
      }
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      List<String> trailers = List.of();
      if (value(headers, "transfer-encoding").equalsIgnoreCase("chunked")) {
        readChunks(body);
        trailers = lines();
      } else {
        read(body, length(headers));
      }
      boolean close = value(headers, "connection").equalsIgnoreCase("close");
      answer(request.startsWith("HEAD "), close, text(request, headers, body, trailers));
      if (close) {
        return;
      }
    }
  }

  private static byte[] text(
      String request, List<String> headers, ByteArrayOutputStream body, List<String> trailers)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write((request + "\n").getBytes(ISO_8859_1));
    for (String header : headers) {
      text.write((header + "\n").getBytes(ISO_8859_1));
    }
    if (body.size() > 0) {
      text.write('\n');
      body.writeTo(text);
      text.write('\n');
    }
    if (!trailers.isEmpty()) {
      text.write(("\n" + String.join("\n", trailers) + "\n").getBytes(ISO_8859_1));
    }
    return text.toByteArray();
  }

  private void answer(boolean head, boolean close, byte[] body) throws IOException {
    String headers =
        "HTTP/1.1 200 OK\r\n"
            + "content-type: text/plain; charset=utf-8\r\n"
            + "content-length: "
            + body.length
            + "\r\n"
            + (close ? "connection: close\r\n" : "")
            + "\r\n";
    out.write(headers.getBytes(ISO_8859_1));
    if (!head) {
      out.write(body);
    }
    out.flush();
  }

  private void readChunks(ByteArrayOutputStream body) throws IOException {
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      read(body, size);
      line();
    }
  }

  private int chunkSize() throws IOException {
    String size = line().replaceAll("[;\\s].*", "");
    return number(size, 16);
  }

  private static int length(List<String> headers) throws IOException {
    String length = value(headers, "content-length");
    return length.isEmpty() ? 0 : number(length, 10);
  }

  private static int number(String text, int radix) throws IOException {
    try {
      int value = Integer.parseInt(text, radix);
      if (value < 0) {
        throw new IOException("not a length: " + text);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new IOException("not a length: " + text, e);
    }
  }

  private void read(ByteArrayOutputStream body, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ended early");
    }
    body.write(bytes);
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /** One line without its end; empty at the end of the connection. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static String value(List<String> headers, String name) {
    return headers.stream()
        .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(header -> header.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
