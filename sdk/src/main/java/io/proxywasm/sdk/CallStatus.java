package io.proxywasm.sdk;

/**
 * Why a callout failed: the answer of {@code proxy_get_status}.
 *
 * @param code the host's number; Envoy gives 11 (broken connection) for a callout that got no
 *     response
 * @param message the host's words, such as {@code reset}
 */
public record CallStatus(int code, String message) {}
