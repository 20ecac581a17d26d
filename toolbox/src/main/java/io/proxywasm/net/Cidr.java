package io.proxywasm.net;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network, like {@code 10.0.0.0/8} or {@code 2001:db8::/32} (RFC 4632). */
public final class Cidr {
  private final IpAddress address;
  private final int bits;

  private Cidr(IpAddress address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * Reads a network; an address alone is the network of that address.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address != null) {
      int most = 8 * address.length();
      int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
      if (bits >= 0) {
        return new Cidr(address, bits);
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no network like 10.0.0.0/8 or ::1/128");
  }

  private static int bits(String text, int most) {
    int bits = text.isEmpty() || text.length() > 3 ? -1 : 0;
    for (int i = 0; i < text.length() && bits >= 0; i++) {
      char c = text.charAt(i);
      bits = c < '0' || c > '9' ? -1 : 10 * bits + (c - '0');
    }
    return bits <= most ? bits : -1;
  }

  /** Returns whether an address is in this network; one of the other version is not. */
  public boolean contains(IpAddress other) {
    if (other.length() != address.length()) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (address.byteAt(i) != other.byteAt(i)) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0
        || (address.byteAt(whole) & 0xFF) >> 8 - rest == (other.byteAt(whole) & 0xFF) >> 8 - rest;
  }

  /** Returns whether an address is in one of some networks; what is no address is in none. */
  public static boolean anyContains(List<Cidr> networks, @Nullable String address) {
    IpAddress parsed = address == null ? null : IpAddress.parse(address);
    if (parsed != null) {
      for (Cidr network : networks) {
        if (network.contains(parsed)) {
          return true;
        }
      }
    }
    return false;
  }
}
