package io.proxywasm.host;

/**
 * What plugins can learn of a listener; one for each listener, made once.
 *
 * @param direction the number of Envoy's {@code TrafficDirection}: 0 unspecified, 1 inbound, 2
 *     outbound
 * @param metadata the listener's metadata, of {@link PropertyValue#metadata}
 */
public record ListenerInfo(int direction, PropertyValue.Message metadata) {}
