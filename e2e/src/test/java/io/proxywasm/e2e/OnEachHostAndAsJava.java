package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of plugins in Java, which run as WebAssembly on each host, and once more as they are. */
@ParameterizedClass(name = "{0}")
@MethodSource("hostsAndAsJava")
abstract class OnEachHostAndAsJava extends OnEachHost {
  static Stream<HostKind> hostsAndAsJava() {
    return wanted(HostKind.ENVOY, HostKind.PROXY, HostKind.PROXY_JAVA);
  }
}
