package io.proxywasm.host;

/**
 * A response that a plugin or the proxy makes itself.
 *
 * @param status the HTTP status
 * @param body the body, may be empty
 * @param headers more headers; pseudo headers are ignored
 * @param grpcStatus the status for a gRPC request, or -1 for none
 * @param details the reason, for access logs ({@code %RESPONSE_CODE_DETAILS%})
 */
public record LocalResponse(
    int status, byte[] body, HeaderMap headers, int grpcStatus, String details) {}
