package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Properties;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The host's end of the client's connection. */
public final class Destination {
  private Destination() {}

  /** Returns the address with the port, or null if it is not known: {@code destination.address}. */
  public static @Nullable String address() {
    return Properties.text("destination", "address");
  }

  /** Returns the port, or nothing if it is not known: {@code destination.port}. */
  public static OptionalLong port() {
    return Properties.number("destination", "port");
  }
}
