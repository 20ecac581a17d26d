package io.proxywasm.bench.stream;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Looks at the memory of a process while a body passes.
 *
 * <p>What was taken up to an eighth of the body is what it needs; what comes on top of that grows
 * with the body.
 */
final class StreamMemory implements LongConsumer {
  private final long total;
  private final LongSupplier resident;
  private final LongSupplier linear;
  private long next;
  private long firstResident;
  private long mostResident;
  private long firstLinear;
  private long mostLinear;

  /**
   * Begins.
   *
   * @param total how many bytes will pass
   * @param resident asks for resident memory in KiB
   * @param linear asks for the guests' linear memory in KiB
   */
  StreamMemory(long total, LongSupplier resident, LongSupplier linear) {
    this.total = total;
    this.resident = resident;
    this.linear = linear;
    this.next = total / 32;
  }

  @Override
  public void accept(long bytes) {
    if (bytes < next) {
      return;
    }
    next += total / 32;
    long residentNow = resident.getAsLong();
    long linearNow = linear.getAsLong();
    if (bytes <= total / 8) {
      firstResident = Math.max(firstResident, residentNow);
      firstLinear = Math.max(firstLinear, linearNow);
    }
    mostResident = Math.max(mostResident, residentNow);
    mostLinear = Math.max(mostLinear, linearNow);
  }

  Result result(String title, double seconds) {
    return new Result(title, total, seconds, firstResident, mostResident, firstLinear, mostLinear);
  }

  /**
   * What was seen, in KiB.
   *
   * @param title the host and the direction
   * @param bytes how many bytes passed
   * @param seconds how long it took
   * @param firstResident resident memory, the most up to an eighth of the body
   * @param mostResident the most in all
   * @param firstLinear linear memory, the most up to an eighth of the body
   * @param mostLinear the most in all
   */
  record Result(
      String title,
      long bytes,
      double seconds,
      long firstResident,
      long mostResident,
      long firstLinear,
      long mostLinear) {}
}
