package io.proxywasm.proxy.http1;

/** What is wrong with a message, and what a client is answered. */
public enum Http1Error {
  /** It is no HTTP at all. */
  CODEC(400, "Bad Request", "http1.codec_error"),
  /** Characters where they must not be. */
  INVALID_CHARACTERS(400, "Bad Request", "http1.invalid_characters"),
  /** The host is none. */
  INVALID_AUTHORITY(400, "Bad Request", "http.invalid_authority"),
  /** The URL's scheme is neither http nor https. */
  INVALID_SCHEME(400, "Bad Request", "http1.invalid_scheme"),
  /** An https URL over a connection without TLS. */
  HTTPS_WITHOUT_TLS(403, "Forbidden", "http1.https_url_on_plaintext_connection"),
  /** Both kinds of lengths: one of them is smuggled. */
  LENGTH_AND_CHUNKED(400, "Bad Request", "http1.content_length_and_chunked_not_allowed"),
  /** An encoding that is not served. */
  TRANSFER_ENCODING(501, "Not Implemented", "http1.invalid_transfer_encoding"),
  /** HTTP/1.0 or something else. */
  LOW_VERSION(426, "Upgrade Required", "low_version"),
  /** The headers or trailers are too long. */
  HEADERS_TOO_LARGE(431, "Request Header Fields Too Large", "http1.headers_too_large"),
  /** There are too many headers. */
  TOO_MANY_HEADERS(431, "Request Header Fields Too Large", "http1.too_many_headers");

  private final int status;
  private final String body;
  private final String details;

  Http1Error(int status, String body, String details) {
    this.status = status;
    this.body = body;
    this.details = details;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** The body of the answer. */
  public String body() {
    return body;
  }

  /** Envoy's name for it, for access logs. */
  public String details() {
    return details;
  }
}
