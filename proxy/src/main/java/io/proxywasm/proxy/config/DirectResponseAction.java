package io.proxywasm.proxy.config;

/**
 * Requests are answered here ({@code direct_response}).
 *
 * @param status the status
 * @param body the body
 */
public record DirectResponseAction(int status, Bytes body) implements Route.Action {}
