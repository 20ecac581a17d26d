package io.proxywasm.proxy;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The short run of a fuzz target, in every build: seeds that are changed at random. Jazzer does the
 * long ones, see CONTRIBUTING.md.
 */
public final class ShortFuzz {
  /**
   * {@code -Dfuzz.inputs=N}: how many; the same ones each time, so that a build can be repeated.
   */
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 2000);

  /** {@code -Dfuzz.seed=N}: others. */
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  private static final int MOST_CHANGES = 6;
  private static final int MOST_BYTES = 16;
  private static final byte[] ODD = {0, 1, -1, 0x7f, -128, 0x40, '\r', '\n', ' ', ':', '0', '{'};

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<byte[]> seeds;

  private ShortFuzz(List<byte[]> seeds) {
    this.seeds = seeds;
  }

  /** Runs the target with inputs that are made of these, and with each of them itself. */
  public static void run(Stream<byte[]> seeds, Consumer<byte[]> target) {
    ShortFuzz inputs = new ShortFuzz(seeds.toList());
    inputs.seeds.forEach(seed -> run(seed, target));
    for (int i = 0; i < INPUTS; i++) {
      run(inputs.next(), target);
    }
  }

  private static void run(byte[] input, Consumer<byte[]> target) {
    byte[] given = input.clone();
    try {
      target.accept(given);
    } catch (Throwable e) {
      throw new AssertionError(
          "The target fails with this input (Base64); keep it as a file in ...Inputs among the"
              + " test's resources, so that it is run for ever: "
              + Base64.getEncoder().encodeToString(input),
          e);
    }
  }

  private byte[] next() {
    byte[] input = any(seeds).clone();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = changed(input);
    }
    return input;
  }

  private byte[] any(List<byte[]> from) {
    return from.get(random.nextInt(from.size()));
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int length = Math.min(1 + random.nextInt(MOST_BYTES), input.length - at);
    return switch (random.nextInt(8)) {
      case 0 -> replaced(input, at, length, new byte[0]);
      case 1 -> replaced(input, at, 0, noise());
      case 2 -> replaced(input, at, length, noise());
      case 3 -> replaced(input, at, Math.min(1, length), new byte[] {odd()});
      case 4 -> replaced(input, at, 0, part(input));
      case 5 -> replaced(input, at, 0, part(any(seeds)));
      case 6 -> replaced(input, at, length, part(any(seeds)));
      default -> flipped(input, at);
    };
  }

  private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
    byte[] out = new byte[input.length - length + by.length];
    System.arraycopy(input, 0, out, 0, at);
    System.arraycopy(by, 0, out, at, by.length);
    System.arraycopy(input, at + length, out, at + by.length, input.length - at - length);
    return out;
  }

  private byte[] flipped(byte[] input, int at) {
    if (at < input.length) {
      input[at] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }

  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(4)];
    random.nextBytes(noise);
    return noise;
  }

  private byte odd() {
    return ODD[random.nextInt(ODD.length)];
  }

  private byte[] part(byte[] of) {
    int from = random.nextInt(of.length + 1);
    return Arrays.copyOfRange(of, from, from + random.nextInt(of.length - from + 1));
  }
}
