/**
 * Upstreams: clusters, their endpoints, and the connections to them. {@link
 * io.proxywasm.proxy.cluster.Clusters} is the way in; one HTTP exchange is {@link
 * io.proxywasm.proxy.cluster.UpstreamCluster#open}.
 */
@NullMarked
package io.proxywasm.proxy.cluster;

import org.jspecify.annotations.NullMarked;
