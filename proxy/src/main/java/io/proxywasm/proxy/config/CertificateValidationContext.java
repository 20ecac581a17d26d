package io.proxywasm.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * Which certificates of the other side are good.
 *
 * @param trustedCa those that this one signed, in PEM; empty for any, unless {@code
 *     systemRootCerts}
 * @param systemRootCerts those that the system's certificates signed
 * @param matchSubjectAltNames one of these must pass too; none for any name
 */
public record CertificateValidationContext(
    Optional<DataSource> trustedCa,
    boolean systemRootCerts,
    List<SubjectAltNameMatcher> matchSubjectAltNames) {

  /** Copies the list. */
  public CertificateValidationContext {
    matchSubjectAltNames = List.copyOf(matchSubjectAltNames);
  }

  /**
   * A test of a certificate's name.
   *
   * @param sanType which kind of name
   * @param matcher the test
   */
  public record SubjectAltNameMatcher(SanType sanType, StringMatcher matcher) {}

  /** The kinds of names in certificates. */
  public enum SanType {
    /** An e-mail address. */
    EMAIL,
    /** A DNS name. */
    DNS,
    /** A URI. */
    URI,
    /** An IP address. */
    IP_ADDRESS
  }
}
