package io.proxywasm.proxy.config;

/**
 * How TLS is spoken with clients.
 *
 * @param common versions, certificates, protocols
 * @param requireClientCertificate whether clients must show a certificate
 */
public record DownstreamTlsContext(CommonTlsContext common, boolean requireClientCertificate) {}
