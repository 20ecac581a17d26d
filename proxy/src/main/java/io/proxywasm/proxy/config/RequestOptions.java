package io.proxywasm.proxy.config;

/**
 * What an HTTP listener does to requests before its filters see them.
 *
 * @param useRemoteAddress whether the client is who has connected, and {@code x-forwarded-for} is
 *     appended to
 * @param xffNumTrustedHops how many proxies before this one are trusted
 * @param via what is appended to {@code via}; empty for nothing
 * @param addUserAgent whether {@code user-agent} and {@code x-envoy-downstream-service-cluster} are
 *     set
 * @param normalizePath whether {@code .} and {@code ..} are taken out of paths
 * @param mergeSlashes whether neighbouring slashes become one
 * @param stripPort which ports are taken off hosts
 * @param generateRequestId whether a request without {@code x-request-id} gets one
 * @param preserveExternalRequestId whether that of a client from outside is kept
 * @param alwaysSetRequestIdInResponse whether responses have it too
 */
public record RequestOptions(
    boolean useRemoteAddress,
    int xffNumTrustedHops,
    String via,
    boolean addUserAgent,
    boolean normalizePath,
    boolean mergeSlashes,
    StripPort stripPort,
    boolean generateRequestId,
    boolean preserveExternalRequestId,
    boolean alwaysSetRequestIdInResponse) {
  /** Envoy's. */
  public static final RequestOptions DEFAULT =
      new RequestOptions(false, 0, "", false, false, false, StripPort.NONE, true, false, false);

  /** Which ports are taken off a request's host. */
  public enum StripPort {
    /** None. */
    NONE,
    /** The listener's own ({@code strip_matching_host_port}). */
    MATCHING,
    /** Any ({@code strip_any_host_port}). */
    ANY
  }
}
