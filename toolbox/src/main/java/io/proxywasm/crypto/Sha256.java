package io.proxywasm.crypto;

import io.proxywasm.sdk.Bytes;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {
  static final int BLOCK = 64;

  private static final int[] K = constants();

  private final int[] state = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };
  private final byte[] block = new byte[BLOCK];
  private final int[] words = new int[64];
  private long length;

  /** Makes a hash of nothing yet. */
  public Sha256() {}

  /** Returns the 32 bytes of the hash of some bytes. */
  public static byte[] hash(byte[] data) {
    return new Sha256().update(data).digest();
  }

  /** Returns the 32 bytes of the hash of some bytes. */
  public static byte[] hash(Bytes data) {
    return hash(data.toByteArray());
  }

  /** Adds bytes. */
  public Sha256 update(byte[] data) {
    return update(data, 0, data.length);
  }

  /**
   * Adds bytes from one position up to another.
   *
   * @throws IndexOutOfBoundsException if the range is not inside
   */
  public Sha256 update(byte[] data, int from, int to) {
    int at = (int) (length % BLOCK);
    length += to - from;
    for (int i = from; i < to; i++) {
      block[at++] = data[i];
      if (at == BLOCK) {
        compress();
        at = 0;
      }
    }
    return this;
  }

  /** Returns the 32 bytes of the hash; nothing can be added after it. */
  public byte[] digest() {
    long bits = 8 * length;
    int at = (int) (length % BLOCK);
    block[at++] = (byte) 0x80;
    if (at > BLOCK - 8) {
      fill(at, BLOCK);
      compress();
      at = 0;
    }
    fill(at, BLOCK - 8);
    for (int i = 0; i < 8; i++) {
      block[BLOCK - 1 - i] = (byte) (bits >>> 8 * i);
    }
    compress();
    byte[] hash = new byte[32];
    for (int i = 0; i < 32; i++) {
      hash[i] = (byte) (state[i / 4] >>> 24 - 8 * (i % 4));
    }
    return hash;
  }

  private void fill(int from, int to) {
    for (int i = from; i < to; i++) {
      block[i] = 0;
    }
  }

  private void compress() {
    int[] w = words;
    for (int i = 0; i < 16; i++) {
      w[i] =
          block[4 * i] << 24
              | (block[4 * i + 1] & 0xFF) << 16
              | (block[4 * i + 2] & 0xFF) << 8
              | block[4 * i + 3] & 0xFF;
    }
    for (int i = 16; i < 64; i++) {
      int x = w[i - 15];
      int y = w[i - 2];
      w[i] =
          w[i - 16]
              + (rotated(x, 7) ^ rotated(x, 18) ^ x >>> 3)
              + w[i - 7]
              + (rotated(y, 17) ^ rotated(y, 19) ^ y >>> 10);
    }
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < 64; i++) {
      int t1 =
          h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + (e & f ^ ~e & g) + K[i] + w[i];
      int t2 = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + (a & b ^ a & c ^ b & c);
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  private static int rotated(int x, int n) {
    return x >>> n | x << 32 - n;
  }

  /** The first 32 bits of the fractions of the cube roots of the first 64 primes. */
  private static int[] constants() {
    String hex =
        "428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5"
            + "d807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174"
            + "e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da"
            + "983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca635114292967"
            + "27b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85"
            + "a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070"
            + "19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3"
            + "748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2";
    int[] constants = new int[64];
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      constants[i / 8] = constants[i / 8] << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return constants;
  }
}
