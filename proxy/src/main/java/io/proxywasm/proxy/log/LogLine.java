package io.proxywasm.proxy.log;

import io.proxywasm.abi.LogLevel;

/**
 * A line of the log.
 *
 * @param epochMillis when it was said
 * @param thread the number of the thread that said it
 * @param level how important it is
 * @param logger which part of the proxy said it, such as {@code wasm} or {@code admin}
 * @param message what was said; a plugin's begins with {@code wasm log my_plugin my_root: }
 */
public record LogLine(
    long epochMillis, long thread, LogLevel level, String logger, String message) {}
