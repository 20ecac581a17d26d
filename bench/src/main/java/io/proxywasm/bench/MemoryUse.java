package io.proxywasm.bench;

/**
 * Memory of an Envoy after a number of requests.
 *
 * @param requests how many, since its start
 * @param residentKib what the process holds in RAM
 * @param linearKib what the linear memories of all of the module's instances may use
 */
record MemoryUse(int requests, long residentKib, long linearKib) {}
