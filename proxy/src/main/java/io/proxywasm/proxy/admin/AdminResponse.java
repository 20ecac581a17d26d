package io.proxywasm.proxy.admin;

/**
 * An answer of the admin endpoint.
 *
 * @param status the HTTP status
 * @param contentType the value of {@code content-type}
 * @param body the text
 */
record AdminResponse(int status, String contentType, String body) {
  private static final String TEXT = "text/plain; charset=UTF-8";

  static AdminResponse text(String body) {
    return new AdminResponse(200, TEXT, body);
  }

  static AdminResponse text(int status, String body) {
    return new AdminResponse(status, TEXT, body);
  }

  static AdminResponse json(Object value) {
    return new AdminResponse(200, "application/json", Json.pretty(value));
  }

  static AdminResponse rawJson(String body) {
    return new AdminResponse(200, "application/json", body);
  }

  static AdminResponse ok() {
    return text("OK\n");
  }
}
