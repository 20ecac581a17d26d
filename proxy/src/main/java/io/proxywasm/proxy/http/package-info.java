/**
 * Envoy's HTTP connection manager and router: streams of clients, their way through plugins, and to
 * clusters.
 */
@NullMarked
package io.proxywasm.proxy.http;

import org.jspecify.annotations.NullMarked;
