package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * A guest's memory: the first bytes of one array. The array is longer than the memory, once the
 * memory has grown: allocators grow it by a page at a time, and not each time may be a copy. An
 * access outside of the memory throws an {@link IndexOutOfBoundsException}, which is a trap.
 *
 * <p>It also carries the guest's {@link Border}: generated code hands the memory to every function,
 * so this is how an import finds the guest that called it.
 */
final class LinearMemory implements Memory {
  /** The longest array that every JVM can make, in pages. */
  static final int MAX_PAGES = RUNTIME_MAX_PAGES;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);
  private static final byte[] NOTHING = {};

  private final int initialPages;
  private final int maximumPages;
  private byte[] bytes;

  /** The size of the memory. */
  private int limit;

  private DataSegment[] segments = {};
  private @Nullable Border border;
  private long maxArrayLength = Long.MAX_VALUE;

  LinearMemory(int initialPages, int maximumPages) {
    this.initialPages = initialPages;
    this.maximumPages = maximumPages;
    this.limit = Memory.bytes(initialPages);
    this.bytes = new byte[limit];
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  void attach(Border guest) {
    border = guest;
  }

  /** Sets how many elements an array of its VM may have. */
  void limitArrays(long length) {
    maxArrayLength = length;
  }

  long maxArrayLength() {
    return maxArrayLength;
  }

  Border border() {
    return Objects.requireNonNull(border);
  }

  /** Gives the array back. */
  void release() {
    bytes = NOTHING;
    limit = 0;
  }

  int size() {
    return limit;
  }

  /** Whether a range that the guest named is inside; both numbers are unsigned. */
  boolean has(int address, int length) {
    return (address & 0xffffffffL) + (length & 0xffffffffL) <= limit;
  }

  /** A range as text of which each char is a byte; the caller has checked it. */
  String latin1(int address, int length) {
    return length == 0 ? "" : new String(bytes, address, length, ISO_8859_1);
  }

  /** A range as text for people; the caller has checked it. */
  String utf8(int address, int length) {
    return new String(bytes, address, length, UTF_8);
  }

  /** A copy of a range; the caller has checked it. */
  byte[] copyOf(int address, int length) {
    return length == 0 ? NOTHING : Arrays.copyOfRange(bytes, address, address + length);
  }

  /** The array itself, until the memory grows. */
  byte[] array() {
    return bytes;
  }

  @Override
  public int pages() {
    return limit / PAGE_SIZE;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return maximumPages;
  }

  @Override
  public int grow(int more) {
    int pages = pages();
    if (more < 0 || more > maximumPages - pages) {
      return -1;
    }
    int wanted = Memory.bytes(pages + more);
    if (wanted > bytes.length) {
      try {
        int roomy = (int) Math.min(Memory.bytes(maximumPages), wanted + (long) wanted / 4);
        bytes = Arrays.copyOf(bytes, limit == 0 ? wanted : roomy);
      } catch (OutOfMemoryError e) {
        return -1;
      }
    }
    limit = wanted;
    return pages;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] data) {
    initialize(instance, data, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] data, int memoryIndex) {
    segments = data;
    for (DataSegment segment : data) {
      if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
        int offset =
            (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        if (!has(offset, active.data().length)) {
          throw new HostTrap(
              "Failed to create new Wasm instance: a data segment of "
                  + active.data().length
                  + " bytes at "
                  + Integer.toUnsignedString(offset)
                  + " leaves the memory of "
                  + limit);
        }
        write(offset, active.data(), 0, active.data().length);
      }
    }
  }

  @Override
  public void initPassiveSegment(int segment, int to, int from, int length) {
    write(to, segments[segment].data(), from, length);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  @Override
  public void write(int address, byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    Objects.checkFromIndexSize(address, length, limit);
    System.arraycopy(data, offset, bytes, address, length);
  }

  @Override
  public byte[] readBytes(int address, int length) {
    Objects.checkFromIndexSize(address, length, limit);
    return Arrays.copyOfRange(bytes, address, address + length);
  }

  @Override
  public void copy(int to, int from, int length) {
    Objects.checkFromIndexSize(from, length, limit);
    Objects.checkFromIndexSize(to, length, limit);
    System.arraycopy(bytes, from, bytes, to, length);
  }

  @Override
  public void fill(byte value, int from, int to) {
    Objects.checkFromToIndex(from, to, limit);
    Arrays.fill(bytes, from, to, value);
  }

  @Override
  public void zero() {
    Arrays.fill(bytes, 0, limit, (byte) 0);
  }

  @Override
  public byte read(int address) {
    return bytes[Objects.checkIndex(address, limit)];
  }

  @Override
  public void writeByte(int address, byte value) {
    bytes[Objects.checkIndex(address, limit)] = value;
  }

  @Override
  public short readShort(int address) {
    return (short) SHORT.get(bytes, Objects.checkIndex(address, limit - 1));
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xffff;
  }

  @Override
  public void writeShort(int address, short value) {
    SHORT.set(bytes, Objects.checkIndex(address, limit - 1), value);
  }

  @Override
  public int readInt(int address) {
    return (int) INT.get(bytes, Objects.checkIndex(address, limit - 3));
  }

  @Override
  public void writeI32(int address, int value) {
    INT.set(bytes, Objects.checkIndex(address, limit - 3), value);
  }

  @Override
  public long readLong(int address) {
    return (long) LONG.get(bytes, Objects.checkIndex(address, limit - 7));
  }

  @Override
  public void writeLong(int address, long value) {
    LONG.set(bytes, Objects.checkIndex(address, limit - 7), value);
  }

  @Override
  public float readFloat(int address) {
    return (float) FLOAT.get(bytes, Objects.checkIndex(address, limit - 3));
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public void writeF32(int address, float value) {
    FLOAT.set(bytes, Objects.checkIndex(address, limit - 3), value);
  }

  @Override
  public double readDouble(int address) {
    return (double) DOUBLE.get(bytes, Objects.checkIndex(address, limit - 7));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public void writeF64(int address, double value) {
    DOUBLE.set(bytes, Objects.checkIndex(address, limit - 7), value);
  }

  /** One thread runs a guest, so an atomic instruction is a plain one. */
  @Override
  public boolean shared() {
    return false;
  }

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    return this;
  }

  @Override
  public void atomicFence() {}

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw cannotWait();
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw cannotWait();
  }

  private static HostTrap cannotWait() {
    return new HostTrap("Uncaught RuntimeError: Atomics.wait cannot be called in this context");
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int maxThreads) {
    return 0;
  }
}
