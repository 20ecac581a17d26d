package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Properties;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The request of an HTTP stream. */
public final class Request {
  private Request() {}

  /** Returns the path with the query, or null if it is not known: {@code request.path}. */
  public static @Nullable String path() {
    return Properties.text("request", "path");
  }

  /** Returns the path without the query, or null if it is not known: {@code request.url_path}. */
  public static @Nullable String urlPath() {
    return Properties.text("request", "url_path");
  }

  /**
   * Returns the query without the question mark, or null if it is not known: {@code request.query}.
   */
  public static @Nullable String query() {
    return Properties.text("request", "query");
  }

  /** Returns the host (authority), or null if it is not known: {@code request.host}. */
  public static @Nullable String host() {
    return Properties.text("request", "host");
  }

  /** Returns the scheme, or null if it is not known: {@code request.scheme}. */
  public static @Nullable String scheme() {
    return Properties.text("request", "scheme");
  }

  /** Returns the method, or null if it is not known: {@code request.method}. */
  public static @Nullable String method() {
    return Properties.text("request", "method");
  }

  /**
   * Returns the value of a header, or null if there is none; several are joined by commas: {@code
   * request.headers.NAME}.
   */
  public static @Nullable String header(String name) {
    return Properties.text("request", "headers", name);
  }

  /** Returns the header {@code referer}, or null if it is not known: {@code request.referer}. */
  public static @Nullable String referer() {
    return Properties.text("request", "referer");
  }

  /**
   * Returns the header {@code user-agent}, or null if it is not known: {@code request.useragent}.
   */
  public static @Nullable String userAgent() {
    return Properties.text("request", "useragent");
  }

  /**
   * Returns when the first byte came, since 1970, or nothing if it is not known: {@code
   * request.time}.
   */
  public static OptionalLong time() {
    return Properties.number("request", "time");
  }

  /**
   * Returns the id of the request ({@code x-request-id}), or null if it is not known: {@code
   * request.id}.
   */
  public static @Nullable String id() {
    return Properties.text("request", "id");
  }

  /**
   * Returns the protocol, such as {@code HTTP/1.1}, or null if it is not known: {@code
   * request.protocol}.
   */
  public static @Nullable String protocol() {
    return Properties.text("request", "protocol");
  }

  /**
   * Returns how long it took; known when the stream is over, or nothing if it is not known: {@code
   * request.duration}.
   */
  public static OptionalLong duration() {
    return Properties.number("request", "duration");
  }

  /**
   * Returns the size of the body in bytes, by {@code content-length} where it is known, or nothing
   * if it is not known: {@code request.size}.
   */
  public static OptionalLong size() {
    return Properties.number("request", "size");
  }

  /**
   * Returns the size with the headers in bytes, or nothing if it is not known: {@code
   * request.total_size}.
   */
  public static OptionalLong totalSize() {
    return Properties.number("request", "total_size");
  }
}
