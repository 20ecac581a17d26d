package io.proxywasm.host;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The form of zlib (RFC 1950), as {@code compress} and {@code uncompress} of its library. */
final class Zlib {
  /** How large uncompressed data may become. Envoy has no limit. */
  static final int MAX_UNCOMPRESSED_BYTES = 64 << 20;

  private static final int CHUNK = 8192;

  private Zlib() {}

  static byte[] compress(byte[] data) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** The data, or null when it is broken, not whole, or larger than the limit. */
  static byte @Nullable [] uncompress(byte[] compressed, int limit) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        // Nothing comes when the input has ended too early or a dictionary is asked for.
        if ((count == 0 && !inflater.finished()) || out.size() + count > limit) {
          return null;
        }
        out.write(chunk, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }
}
