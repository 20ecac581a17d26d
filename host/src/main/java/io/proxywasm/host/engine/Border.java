package io.proxywasm.host.engine;

import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything on the host's side of one guest: its imports, and how results get into its memory. */
final class Border {
  /** {@code INVALID_MEMORY_ACCESS}. */
  static final int INVALID_MEMORY_ACCESS = 6;

  /** No address. */
  static final int FAILED = -1;

  private static final int OK = 0;

  private final LinearMemory memory;
  private final Hostcalls hostcalls;
  private final Gate gate;
  private final ProxyCalls proxy;
  private final WasiCalls wasi;
  private @Nullable Allocator allocator;
  private byte @Nullable [] kept;

  /** Calls the guest's allocator. */
  interface Allocator {
    /** Returns the address, or 0. */
    int allocate(int size);
  }

  Border(LinearMemory memory, Hostcalls hostcalls, Gate gate, Map<String, String> environment) {
    this.memory = memory;
    this.hostcalls = hostcalls;
    this.gate = gate;
    this.proxy = new ProxyCalls(this, memory, hostcalls);
    this.wasi = new WasiCalls(this, memory, hostcalls, environment);
  }

  void connect(Allocator guestAllocator) {
    allocator = guestAllocator;
  }

  Gate gate() {
    return gate;
  }

  ProxyCalls proxy() {
    return proxy;
  }

  WasiCalls wasi() {
    return wasi;
  }

  int log(int level, String message) {
    keepOutput();
    return hostcalls.log(level, message);
  }

  /** Says something about the guest in the host's name. */
  void complain(String message) {
    keepOutput();
    hostcalls.complain(message);
  }

  /** When the allocator talks, the result that it makes room for is still with the hostcalls. */
  private void keepOutput() {
    if (gate.phase() == Gate.Phase.ALLOCATING && kept == null) {
      kept = hostcalls.output().toByteArray();
    }
  }

  /** Says that an import was called that the VM is not allowed. */
  void denied(HostImport call) {
    complain(
        "Attempted call to restricted "
            + (call.name().startsWith("proxy_") ? "proxy-wasm" : "WASI")
            + " capability: "
            + call.name());
  }

  boolean putInt(int address, int value) {
    if (!memory.has(address, 4)) {
      return false;
    }
    memory.writeI32(address, value);
    return true;
  }

  boolean putLong(int address, long value) {
    if (!memory.has(address, 8)) {
      return false;
    }
    memory.writeLong(address, value);
    return true;
  }

  /** Gives the bytes of the last hostcall to the guest: where they are, and how many. */
  int give(int addressAt, int sizeAt) {
    int size = hostcalls.output().size();
    int address = place();
    return address != FAILED && putInt(addressAt, address) && putInt(sizeAt, size)
        ? OK
        : INVALID_MEMORY_ACCESS;
  }

  /**
   * Writes the bytes of the last hostcall into memory of the guest's allocator and returns the
   * address: 0 for no bytes, {@link #FAILED} when the allocator had no memory.
   */
  int place() {
    Output output = hostcalls.output();
    int size = output.size();
    if (size == 0) {
      return 0;
    }
    int address = allocate(size);
    byte[] bytes = kept;
    kept = null;
    if (address == 0) {
      return FAILED;
    }
    if (bytes == null) {
      output.copyTo(memory.array(), address);
    } else {
      System.arraycopy(bytes, 0, memory.array(), address, size);
    }
    return address;
  }

  /** Returns the address of a new range inside of the memory, or 0. */
  private int allocate(int size) {
    Gate.Phase before = gate.enter(Gate.Phase.ALLOCATING);
    try {
      int address = Objects.requireNonNull(allocator).allocate(size);
      return memory.has(address, size) ? address : 0;
    } finally {
      gate.enter(before);
    }
  }
}
