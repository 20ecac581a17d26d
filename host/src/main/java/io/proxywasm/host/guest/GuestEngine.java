package io.proxywasm.host.guest;

/** Makes guests of a plugin's code. Thread-safe. */
public interface GuestEngine extends AutoCloseable {
  /**
   * Reads, checks and compiles code, once for all VMs.
   *
   * @throws GuestException when it can not be run, with the reason and what to do
   */
  GuestCode load(byte[] code);

  /** The name for people, such as {@code compiled}. */
  String name();

  @Override
  void close();
}
