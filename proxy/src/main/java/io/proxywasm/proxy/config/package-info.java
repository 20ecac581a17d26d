/**
 * The configuration of the proxy: records with the names of Envoy's messages, and {@link
 * io.proxywasm.proxy.config.ProxyConfigReader}, which reads them from Envoy's YAML or JSON.
 */
@NullMarked
package io.proxywasm.proxy.config;

import org.jspecify.annotations.NullMarked;
