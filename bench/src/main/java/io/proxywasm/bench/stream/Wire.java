package io.proxywasm.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.LongConsumer;

/** As much of HTTP/1.1 as large bodies need, which are made while they are sent. */
final class Wire {
  private static final int CHUNK = 48_000;

  private Wire() {}

  /** Reads up to the empty line and returns what stood before it, in lower case. */
  static String head(BufferedInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) readByte(in));
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  /** Sends a body of so many repetitions, chunked. */
  static void sendBody(OutputStream out, long repetitions) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = repetitions * Pattern.SENT.length;
    int at = 0;
    while (left > 0) {
      int size = (int) Math.min(left, CHUNK);
      for (int i = 0; i < size; i++) {
        chunk[i] = Pattern.SENT[at];
        at = at + 1 == Pattern.SENT.length ? 0 : at + 1;
      }
      out.write((Integer.toHexString(size) + "\r\n").getBytes(US_ASCII));
      out.write(chunk, 0, size);
      out.write("\r\n".getBytes(US_ASCII));
      left -= size;
    }
    out.write("0\r\n\r\n".getBytes(US_ASCII));
    out.flush();
  }

  /**
   * Reads a chunked body of rewritten repetitions, and checks each byte.
   *
   * @param progress is told how many bytes have come
   */
  static void receiveBody(BufferedInputStream in, long repetitions, LongConsumer progress)
      throws IOException {
    byte[] buffer = new byte[CHUNK];
    long total = 0;
    int at = 0;
    for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
      for (long left = size; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(left, CHUNK));
        if (count < 0) {
          throw new EOFException("cut after " + total + " bytes");
        }
        for (int i = 0; i < count; i++) {
          if (buffer[i] != Pattern.EXPECTED[at]) {
            throw new IOException("byte " + (total + i) + " is " + (char) buffer[i]);
          }
          at = at + 1 == Pattern.EXPECTED.length ? 0 : at + 1;
        }
        total += count;
        left -= count;
      }
      expect(in, "\r\n");
      progress.accept(total);
    }
    expect(in, "\r\n");
    if (total != repetitions * Pattern.EXPECTED.length) {
      throw new IOException(total + " bytes came");
    }
  }

  private static long chunkSize(InputStream in) throws IOException {
    StringBuilder digits = new StringBuilder();
    for (int c = readByte(in); c != '\r'; c = readByte(in)) {
      digits.append((char) c);
    }
    expect(in, "\n");
    return Long.parseLong(digits.toString(), 16);
  }

  private static void expect(InputStream in, String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (readByte(in) != text.charAt(i)) {
        throw new IOException("no chunked body");
      }
    }
  }

  private static int readByte(InputStream in) throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException("cut");
    }
    return value;
  }
}
