package io.proxywasm.bench;

/**
 * Memory of an Envoy after a number of requests.
 *
 * @param requests how many, since its start
 * @param residentKib what the process holds in RAM
 * @param linearKib what the modules' linear memories may use: one of the main thread's instance,
 *     one of the worker's
 */
record MemoryUse(int requests, long residentKib, long linearKib) {}
