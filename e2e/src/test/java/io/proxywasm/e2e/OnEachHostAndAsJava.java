package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import java.util.stream.Stream;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of plugins in Java, which run as WebAssembly on each host, and once more as they are. */
@ParameterizedClass(name = "{0}")
@MethodSource("hosts")
abstract class OnEachHostAndAsJava {
  /** The host that the tests run on now. */
  @Parameter protected HostKind host = HostKind.ENVOY;

  static Stream<HostKind> hosts() {
    return OnEachHost.wanted(HostKind.ENVOY, HostKind.PROXY, HostKind.PROXY_JAVA);
  }
}
