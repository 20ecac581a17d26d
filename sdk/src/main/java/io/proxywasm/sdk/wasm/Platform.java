package io.proxywasm.sdk.wasm;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import org.teavm.interop.Import;

/**
 * What the compiler puts in the place of the JDK's ways to the outside: time, the standard streams,
 * randomness.
 */
final class Platform {
  private static final int INFO = 2;
  private static final int ERROR = 4;
  private static final int MAX_RANDOM = 65536;

  private static @Nullable StringBuilder outLine;
  private static @Nullable StringBuilder errLine;

  private Platform() {}

  @Import(module = "wasi_snapshot_preview1", name = "random_get")
  private static native int randomGet(int buffer, int length);

  static long currentTimeMillis() {
    return WasmHostcalls.INSTANCE.currentTimeNanoseconds() / 1_000_000;
  }

  static long nanoTime() {
    return WasmHostcalls.INSTANCE.monotonicNanoseconds();
  }

  /** A character of System.out: each line is logged at level info. */
  static void out(char c) {
    outLine = write(outLine, INFO, c);
  }

  /** A character of System.err: each line is logged at level error. */
  static void err(char c) {
    errLine = write(errLine, ERROR, c);
  }

  private static StringBuilder write(@Nullable StringBuilder begun, int level, char c) {
    StringBuilder line = begun == null ? new StringBuilder() : begun;
    if (c != '\n') {
      line.append(c);
    } else {
      WasmHostcalls.INSTANCE.log(level, line.toString());
      line.setLength(0);
    }
    return line;
  }

  static void randomBytes(byte[] bytes) {
    int mark = Arena.mark();
    for (int done = 0; done < bytes.length; ) {
      int part = Math.min(bytes.length - done, MAX_RANDOM);
      int buffer = Arena.allocate(part);
      if (buffer == 0 || randomGet(buffer, part) != 0) {
        throw new IllegalStateException("random_get: the host gives no randomness");
      }
      for (int i = 0; i < part; i++) {
        bytes[done + i] = Address.fromInt(buffer + i).getByte();
      }
      done += part;
      Arena.release(mark);
    }
  }

  private static long randomLong() {
    int mark = Arena.mark();
    int buffer = Arena.allocate(8);
    if (buffer == 0 || randomGet(buffer, 8) != 0) {
      throw new IllegalStateException("random_get: the host gives no randomness");
    }
    Arena.release(mark);
    return Address.fromInt(buffer).getLong();
  }

  /** Math.random(), which seeds java.util.Random too. */
  static double random() {
    return (randomLong() >>> 11) * 0x1p-53;
  }

  /** A random UUID of version 4, from the host's randomness. */
  static UUID randomUuid() {
    byte[] bytes = new byte[16];
    randomBytes(bytes);
    bytes[6] = (byte) (bytes[6] & 0x0F | 0x40);
    bytes[8] = (byte) (bytes[8] & 0x3F | 0x80);
    StringBuilder text = new StringBuilder(36);
    for (int i = 0; i < bytes.length; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text.append('-');
      }
      text.append(Character.forDigit(bytes[i] >> 4 & 15, 16));
      text.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return UUID.fromString(text.toString());
  }
}
