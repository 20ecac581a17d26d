package io.proxywasm.sdk;

/**
 * The foreign functions that Envoy brings along: {@code proxy_call_foreign_function}. They throw a
 * {@link HostcallException} where a host does not have them (NOT_FOUND).
 */
public final class EnvoyFunctions {
  private EnvoyFunctions() {}

  /**
   * Makes Envoy choose the route of the current request anew, after its headers were changed.
   * Needed only where the plugin's configuration keeps Envoy from doing so by itself: {@code
   * clear_route_cache}.
   */
  public static void clearRouteCache() {
    Bytes unused = ForeignFunctions.call("clear_route_cache", Bytes.empty());
  }

  /** Compresses bytes with zlib: {@code compress}. */
  public static Bytes compress(Bytes data) {
    return ForeignFunctions.call("compress", data);
  }

  /**
   * Returns what was compressed with zlib: {@code uncompress}.
   *
   * @throws HostcallException if it was not (SERIALIZATION_FAILURE)
   */
  public static Bytes uncompress(Bytes data) {
    return ForeignFunctions.call("uncompress", data);
  }

  /**
   * Signs a text: {@code sign}.
   *
   * @param hash the hash function, such as {@code sha256}
   * @param privateKey the key, in PEM (PKCS 8)
   * @param text what to sign
   * @throws IllegalArgumentException if the host refuses, with its reason
   */
  public static Bytes sign(String hash, String privateKey, Bytes text) {
    Bytes result =
        ForeignFunctions.call(
            "sign",
            new ProtobufWriter().text(1, hash).bytes(3, text).text(4, privateKey).toBytes());
    boolean signed = false;
    Bytes signature = Bytes.empty();
    String error = "";
    ProtobufReader reader = new ProtobufReader(result);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> signed = reader.flag();
        case 2 -> signature = reader.bytes();
        case 3 -> error = reader.text();
        default -> {}
      }
    }
    if (!signed) {
      throw new IllegalArgumentException("the host cannot sign: " + error);
    }
    return signature;
  }

  /**
   * Returns whether a signature is that of a text: {@code verify_signature}.
   *
   * @param hash the hash function, such as {@code sha256}
   * @param publicKey the key, in DER (SubjectPublicKeyInfo); RSA with PKCS 1 v1.5 padding, or ECDSA
   *     with signatures in DER
   * @param signature the signature
   * @param text what was signed
   */
  public static boolean verifySignature(String hash, Bytes publicKey, Bytes signature, Bytes text) {
    return verify(
        new ProtobufWriter().text(1, hash).bytes(2, publicKey).bytes(3, signature).bytes(4, text));
  }

  /**
   * Returns whether a signature is that of a text, with a key in PEM: {@code verify_signature}.
   *
   * @param hash the hash function, such as {@code sha256}
   * @param publicKey the key, in PEM
   * @param signature the signature
   * @param text what was signed
   */
  public static boolean verifySignature(
      String hash, String publicKey, Bytes signature, Bytes text) {
    return verify(
        new ProtobufWriter().text(1, hash).bytes(3, signature).bytes(4, text).text(5, publicKey));
  }

  private static boolean verify(ProtobufWriter request) {
    ProtobufReader reader =
        new ProtobufReader(ForeignFunctions.call("verify_signature", request.toBytes()));
    while (reader.next()) {
      if (reader.field() == 1) {
        return reader.flag();
      }
    }
    return false;
  }

  /** How long filter state and declared properties live. */
  public enum LifeSpan {
    /** As long as the filter chain that the plugin is in. */
    FILTER_CHAIN,
    /** As long as the request of the client. */
    REQUEST,
    /** As long as the connection of the client. */
    CONNECTION
  }

  /**
   * Sets filter state that Envoy's own filters read, such as {@code envoy.tcp_proxy.cluster} or
   * {@code envoy.network.upstream_server_name}: {@code set_envoy_filter_state}. For state among
   * plugins and access logs there is {@link Properties#set(String, String...)}.
   *
   * @throws HostcallException if Envoy knows no such state (NOT_FOUND) or the value is not of its
   *     form (BAD_ARGUMENT)
   */
  public static void setFilterState(String key, String value, LifeSpan span) {
    Bytes unused =
        ForeignFunctions.call(
            "set_envoy_filter_state",
            new ProtobufWriter().text(1, key).text(2, value).number(3, span.ordinal()).toBytes());
  }

  /**
   * Says how a property behaves before it is set with {@link Properties#set(String, String...)}:
   * {@code declare_property}. To be called once, in {@link PluginContext#onConfigure}.
   *
   * @param name the name of the property
   * @param readOnly whether it can be set only once
   * @param span how long it lives
   * @throws HostcallException if it was declared before (BAD_ARGUMENT)
   */
  public static void declareProperty(String name, boolean readOnly, LifeSpan span) {
    Bytes unused =
        ForeignFunctions.call(
            "declare_property",
            new ProtobufWriter()
                .text(1, name)
                .flag(2, readOnly)
                .number(5, span.ordinal())
                .toBytes());
  }
}
