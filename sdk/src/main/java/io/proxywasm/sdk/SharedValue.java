package io.proxywasm.sdk;

/**
 * A shared value as it was when it was read.
 *
 * @param data the value
 * @param cas the number that {@link SharedData#compareAndSet} wants; it changes with every write
 */
public record SharedValue(Bytes data, int cas) {}
