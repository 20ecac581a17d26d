package io.proxywasm.host.guest;

import io.proxywasm.abi.AbiVersion;

/** Code that is ready to run in any number of VMs. Thread-safe. */
public interface GuestCode extends AutoCloseable {
  /** The version of the ABI that the code is marked with. */
  AbiVersion abiVersion();

  /**
   * Makes a guest; nothing of it has run. Called on the thread of its VM.
   *
   * @throws GuestException when it can not be made
   */
  Guest newGuest(Hostcalls hostcalls, GuestOptions options);

  @Override
  void close();
}
