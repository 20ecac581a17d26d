package io.proxywasm.web;

import io.proxywasm.sdk.Digits;

/** The value of a header {@code set-cookie} (RFC 6265). */
public final class SetCookie {
  /** To which requests of other sites a browser adds a cookie. */
  public enum SameSite {
    /** To none. */
    STRICT("Strict"),
    /** To those that open a page. */
    LAX("Lax"),
    /** To all, if it is secure. */
    NONE("None");

    private final String text;

    SameSite(String text) {
      this.text = text;
    }
  }

  private static final String NO_TOKEN = "()<>@,;:\\\"/[]?={}";

  private final StringBuilder text;

  private SetCookie(StringBuilder text) {
    this.text = text;
  }

  /**
   * Begins a cookie.
   *
   * @throws IllegalArgumentException if the name is no token, or the value has a character that a
   *     cookie cannot have: encode it by {@link Percent#encode}
   */
  public static SetCookie of(String name, String value) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7F || NO_TOKEN.indexOf(c) >= 0) {
        throw new IllegalArgumentException("a cookie cannot have the name " + name);
      }
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a cookie needs a name");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7F || "\",;\\".indexOf(c) >= 0) {
        throw new IllegalArgumentException("a cookie cannot have the value of " + name);
      }
    }
    return new SetCookie(new StringBuilder(name).append('=').append(value));
  }

  /** Sets how many seconds it lives; 0 or less deletes it. */
  public SetCookie maxAge(int seconds) {
    text.append("; Max-Age=").append(Digits.of(seconds));
    return this;
  }

  /** Sets the path below which it is sent. */
  public SetCookie path(String path) {
    return attribute("; Path=", path);
  }

  /** Sets the domain to which it is sent, with all below it. */
  public SetCookie domain(String domain) {
    return attribute("; Domain=", domain);
  }

  private SetCookie attribute(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7F || c == ';') {
        throw new IllegalArgumentException("a cookie cannot have" + name.substring(1) + value);
      }
    }
    text.append(name).append(value);
    return this;
  }

  /** Lets it be sent by encrypted connections only. */
  public SetCookie secure() {
    text.append("; Secure");
    return this;
  }

  /** Hides it from scripts. */
  public SetCookie httpOnly() {
    text.append("; HttpOnly");
    return this;
  }

  /** Sets to which requests of other sites it is added. */
  public SetCookie sameSite(SameSite value) {
    text.append("; SameSite=").append(value.text);
    return this;
  }

  /** Returns the value of the header. */
  @Override
  public String toString() {
    return text.toString();
  }
}
