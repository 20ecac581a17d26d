package io.proxywasm.crypto;

/** Comparisons of secrets, which take the same time wherever the first difference is. */
public final class ConstantTime {
  private ConstantTime() {}

  /** Returns whether two arrays are the same; only their lengths can be seen in the time. */
  public static boolean equal(byte[] a, byte[] b) {
    int difference = a.length ^ b.length;
    for (int i = 0; i < b.length; i++) {
      difference |= b[i] ^ (i < a.length ? a[i] : 0);
    }
    return difference == 0;
  }

  /** Returns whether two texts are the same; only their lengths can be seen in the time. */
  public static boolean equal(String a, String b) {
    int difference = a.length() ^ b.length();
    for (int i = 0; i < b.length(); i++) {
      difference |= b.charAt(i) ^ (i < a.length() ? a.charAt(i) : 0);
    }
    return difference == 0;
  }
}
