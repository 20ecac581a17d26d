package io.proxywasm.abi;

/** Who closed a connection: {@code proxy_peer_type_t}. */
public enum PeerType {
  /** The host does not say. */
  UNKNOWN,
  /** The host itself. */
  LOCAL,
  /** The other side. */
  REMOTE;

  /** Returns the number that stands for this constant in the ABI. */
  public int code() {
    return ordinal();
  }

  /**
   * Returns the constant that a number of the ABI stands for.
   *
   * @throws IllegalArgumentException if the ABI gives the number no meaning
   */
  public static PeerType of(int code) {
    PeerType[] all = values();
    if (code < 0 || code >= all.length) {
      throw new IllegalArgumentException(
          "PeerType " + code + " is not in 0.." + (all.length - 1) + " of the ABI");
    }
    return all[code];
  }
}
