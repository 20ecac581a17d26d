package io.proxywasm.proxy.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as Envoy writes them. */
public final class NetAddresses {
  private NetAddresses() {}

  /** As in {@code 127.0.0.1:80} and {@code [::1]:80}. */
  public static String text(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      return inet.getAddress() instanceof Inet6Address
          ? "[" + host(inet) + "]:" + inet.getPort()
          : host(inet) + ":" + inet.getPort();
    }
    return "";
  }

  /** Without the port. */
  public static String host(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    if (ip == null) {
      return address.getHostString();
    }
    if (!(ip instanceof Inet6Address)) {
      return ip.getHostAddress();
    }
    return io.netty.util.NetUtil.toAddressString(ip);
  }

  /** Whether a text is an IP address and no name. */
  public static boolean isNumeric(String host) {
    return io.netty.util.NetUtil.isValidIpV4Address(host)
        || io.netty.util.NetUtil.isValidIpV6Address(host);
  }

  /** An IP address of its text, without asking anybody. */
  public static InetAddress parse(String host) {
    InetAddress address = io.netty.util.NetUtil.createInetAddressFromIpAddressString(host);
    if (address == null) {
      throw new IllegalArgumentException("malformed IP address: " + host);
    }
    return address;
  }
}
