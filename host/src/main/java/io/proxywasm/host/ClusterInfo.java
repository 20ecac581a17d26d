package io.proxywasm.host;

import java.util.function.IntSupplier;

/**
 * What plugins can learn of a cluster; one for each cluster, made once.
 *
 * @param name the cluster's name
 * @param metadata the cluster's metadata, of {@link PropertyValue#metadata}
 * @param endpoints gives the number of endpoints that the cluster has now
 */
public record ClusterInfo(String name, PropertyValue.Message metadata, IntSupplier endpoints) {}
