package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that run once on each host. */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
abstract class OnEachHost {
  /** The host that the tests run on now. */
  @Parameter protected HostKind host = HostKind.ENVOY;
}
