package io.proxywasm.host;

/**
 * What plugins can learn of a route and its virtual host; one for each route, made once.
 *
 * @param name the route's name, may be empty
 * @param metadata the route's metadata, of {@link PropertyValue#metadata}
 * @param virtualHostName the name of the virtual host
 * @param virtualHostMetadata the virtual host's metadata
 */
public record RouteInfo(
    String name,
    PropertyValue.Message metadata,
    String virtualHostName,
    PropertyValue.Message virtualHostMetadata) {}
