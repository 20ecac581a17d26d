package io.proxywasm.proxy.accesslog;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Envoy's response flags; the number of each is its bit. */
enum ResponseFlags {
  LH("FailedLocalHealthCheck"),
  UH("NoHealthyUpstream"),
  UT("UpstreamRequestTimeout"),
  LR("LocalReset"),
  UR("UpstreamRemoteReset"),
  UF("UpstreamConnectionFailure"),
  UC("UpstreamConnectionTermination"),
  UO("UpstreamOverflow"),
  NR("NoRouteFound"),
  DI("DelayInjected"),
  FI("FaultInjected"),
  RL("RateLimited"),
  UAEX("UnauthorizedExternalService"),
  RLSE("RateLimitServiceError"),
  DC("DownstreamConnectionTermination"),
  URX("UpstreamRetryLimitExceeded"),
  SI("StreamIdleTimeout"),
  IH("InvalidEnvoyRequestHeaders"),
  DPE("DownstreamProtocolError"),
  UMSDR("UpstreamMaxStreamDurationReached"),
  RFCF("ResponseFromCacheFilter"),
  NFCF("NoFilterConfigFound"),
  DT("DurationTimeout"),
  UPE("UpstreamProtocolError"),
  NC("NoClusterFound"),
  OM("OverloadManagerTerminated"),
  DF("DnsResolutionFailed"),
  DO("DropOverload"),
  DR("DownstreamRemoteReset"),
  UDO("UnconditionalDropOverload");

  private static final ResponseFlags[] ALL = values();

  private final String longName;

  ResponseFlags(String longName) {
    this.longName = longName;
  }

  /** The short names of all that are set, or null when none is. */
  static @Nullable String shortNames(long bits) {
    return bits == 0 ? null : join(bits, ResponseFlags::name);
  }

  /** The long names of all that are set, or null when none is. */
  static @Nullable String longNames(long bits) {
    return bits == 0 ? null : join(bits, flag -> flag.longName);
  }

  private static String join(long bits, Function<ResponseFlags, String> name) {
    StringBuilder text = new StringBuilder();
    for (ResponseFlags flag : ALL) {
      if ((bits >>> flag.ordinal() & 1) != 0) {
        text.append(text.isEmpty() ? "" : ",").append(name.apply(flag));
      }
    }
    return text.toString();
  }
}
