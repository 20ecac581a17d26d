package io.proxywasm.sdk;

/**
 * One header as it was when it was read.
 *
 * @param name the name, in lower case as Envoy keeps it
 * @param value the value as text
 */
public record Header(String name, String value) {}
