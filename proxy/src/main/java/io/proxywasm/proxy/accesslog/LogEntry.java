package io.proxywasm.proxy.accesslog;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * A stream that an access log tells of.
 *
 * @param info what is known of it
 * @param requestHeaders empty for TCP
 * @param responseHeaders null when there was no response
 * @param responseTrailers null when there were none
 */
public record LogEntry(
    StreamInfo info,
    HeaderMap requestHeaders,
    @Nullable HeaderMap responseHeaders,
    @Nullable HeaderMap responseTrailers) {}
