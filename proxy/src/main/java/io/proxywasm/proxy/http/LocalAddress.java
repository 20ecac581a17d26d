package io.proxywasm.proxy.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;

/** The address of this machine that Envoy tells in {@code x-forwarded-for} for local clients. */
final class LocalAddress {
  private LocalAddress() {}

  static String find() {
    try {
      for (NetworkInterface face : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(face.getInetAddresses())) {
          if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
            return address.getHostAddress();
          }
        }
      }
    } catch (SocketException e) {
      // As if there were none.
    }
    return "127.0.0.1";
  }
}
