package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Properties;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The client's end of its connection. */
public final class Source {
  private Source() {}

  /** Returns the address with the port, or null if it is not known: {@code source.address}. */
  public static @Nullable String address() {
    return Properties.text("source", "address");
  }

  /** Returns the port, or nothing if it is not known: {@code source.port}. */
  public static OptionalLong port() {
    return Properties.number("source", "port");
  }
}
