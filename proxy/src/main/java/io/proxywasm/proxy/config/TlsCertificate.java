package io.proxywasm.proxy.config;

import java.util.Optional;

/**
 * A certificate with its key, in PEM.
 *
 * @param certificateChain the certificate, then those that signed it
 * @param privateKey the key
 * @param password the key's password
 */
public record TlsCertificate(
    DataSource certificateChain, DataSource privateKey, Optional<DataSource> password) {}
