package io.proxywasm.proxy.config;

/**
 * How TLS is spoken with upstreams.
 *
 * @param common versions, certificates, protocols
 * @param sni the server name that is asked for; empty for none
 */
public record UpstreamTlsContext(CommonTlsContext common, String sni) {}
