package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that run once on each host, or on the one that {@code -De2e.host} names. */
@ParameterizedClass(name = "{0}")
@MethodSource("hosts")
abstract class OnEachHost {
  /** The host that the tests run on now. */
  @Parameter protected HostKind host = HostKind.ENVOY;

  static Stream<HostKind> hosts() {
    return wanted(HostKind.ENVOY, HostKind.PROXY);
  }

  static Stream<HostKind> wanted(HostKind... hosts) {
    String only = System.getProperty("e2e.host", "");
    return Arrays.stream(hosts)
        .filter(kind -> only.isEmpty() || kind.name().equalsIgnoreCase(only));
  }
}
