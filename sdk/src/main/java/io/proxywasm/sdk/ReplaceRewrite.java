package io.proxywasm.sdk;

/**
 * Searches within a chunk as {@link Bytes#indexOf} does, and at its ends as Knuth, Morris and Pratt
 * do: what was matched so far is a beginning of the wanted bytes, so that no byte of an earlier
 * chunk has to be kept.
 */
final class ReplaceRewrite extends BodyRewrite {
  private final byte[] wanted;
  private final Bytes wantedBytes;
  private final byte[] replacement;

  /** For each number of matched bytes the longest shorter match that ends at the same place. */
  private final int[] shorter;

  /** How many wanted bytes were at the end of the chunk before, and not passed on. */
  private int held;

  ReplaceRewrite(byte[] wanted, byte[] replacement) {
    if (wanted.length == 0) {
      throw new IllegalArgumentException("nothing to search for");
    }
    this.wanted = wanted;
    this.wantedBytes = Bytes.of(wanted);
    this.replacement = replacement;
    this.shorter = new int[wanted.length + 1];
    for (int i = 1, matched = 0; i < wanted.length; i++) {
      while (matched > 0 && wanted[i] != wanted[matched]) {
        matched = shorter[matched];
      }
      if (wanted[i] == wanted[matched]) {
        matched++;
      }
      shorter[i + 1] = matched;
    }
  }

  @Override
  public void write(Bytes chunk, BodyOutput out) {
    int end = chunk.length();
    int size = wanted.length;
    Bytes needle = near(wanted);
    Bytes instead = near(replacement);
    int matched = held;
    int written = -held;
    for (int i = 0; i < end; ) {
      if (matched == 0 && i + size <= end) {
        int found = chunk.indexOf(needle, i);
        if (found < 0) {
          i = end - size + 1; // Only a beginning can follow.
          continue;
        }
        i = found + size;
        matched = size;
      } else if (chunk.get(i) == wanted[matched]) {
        i++;
        matched++;
      } else if (matched > 0) {
        matched = shorter[matched];
      } else {
        i++;
      }
      if (matched == size) {
        pass(chunk, written, i - matched, out);
        out.write(instead);
        written = i;
        matched = 0;
      }
    }
    pass(chunk, written, end - matched, out);
    held = matched;
  }

  private static Bytes near(byte[] bytes) {
    return Host.calls().join(new Bytes[] {Bytes.of(bytes)}, new int[] {0, bytes.length}, 1);
  }

  /** Passes on from one position to another; what is before the chunk is a beginning. */
  private void pass(Bytes chunk, int from, int to, BodyOutput out) {
    if (from < 0) {
      out.write(wantedBytes, from + held, Math.min(to, 0) + held);
    }
    if (to > 0) {
      out.write(chunk, Math.max(from, 0), to);
    }
  }

  @Override
  public void end(BodyOutput out) {
    out.write(wantedBytes, 0, held);
    held = 0;
  }

  @Override
  public boolean holds() {
    return held > 0;
  }
}
