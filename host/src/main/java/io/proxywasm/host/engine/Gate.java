package io.proxywasm.host.engine;

import java.util.BitSet;

/**
 * Which imports a guest may call now: it depends on what runs in the guest, and on what its VM is
 * allowed at all. As a rule everything is, which is one comparison.
 */
final class Gate {
  /** What runs in the guest. */
  enum Phase {
    /** A callback. */
    CALLBACK,
    /** The start section. Envoy runs it before there is a context. */
    START_SECTION,
    /** {@code _initialize}, {@code main} or {@code _start}. */
    STARTING,
    /** The allocator, inside of a hostcall. */
    ALLOCATING
  }

  private final BitSet denied;
  private Phase phase = Phase.CALLBACK;
  private boolean open;

  /** The numbers of the imports that the VM may never use. */
  Gate(BitSet denied) {
    this.denied = denied;
    this.open = denied.isEmpty();
  }

  /** Whether all imports may be called. */
  boolean isOpen() {
    return open;
  }

  Phase phase() {
    return phase;
  }

  /** Changes the phase and returns the one before. */
  Phase enter(Phase next) {
    Phase before = phase;
    phase = next;
    open = next == Phase.CALLBACK && denied.isEmpty();
    return before;
  }

  /**
   * Whether this import may be called; if not, it answers that the capability is missing.
   *
   * @throws HostTrap when it may not be called in this phase
   */
  boolean permits(HostImport call) {
    boolean inPhase =
        switch (phase) {
          case CALLBACK -> true;
          case START_SECTION -> !call.isControlled();
          case STARTING -> call.whileStarting();
          case ALLOCATING -> call.whileAllocating();
        };
    if (!inPhase) {
      throw new HostTrap(refusal(call));
    }
    return !denied.get(call.number());
  }

  private String refusal(HostImport call) {
    return "Uncaught Error: restricted_callback: "
        + call
        + switch (phase) {
          case START_SECTION ->
              " may not be called from the start section, which runs before there is a context;"
                  + " Envoy crashes here: export the function as _initialize instead";
          case STARTING ->
              " may not be called while the module starts (_initialize, main, _start); only"
                  + " logging, time, random numbers and the environment are there: call it in"
                  + " proxy_on_vm_start or later";
          default ->
              " may not be called while the allocator runs (malloc, proxy_on_memory_allocate); only"
                  + " proxy_log, fd_write, clock_time_get and poll_oneoff may";
        };
  }
}
