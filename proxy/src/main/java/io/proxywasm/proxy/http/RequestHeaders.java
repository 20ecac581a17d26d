package io.proxywasm.proxy.http;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.config.RequestOptions;
import io.proxywasm.proxy.config.RequestOptions.StripPort;
import io.proxywasm.proxy.net.NetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What Envoy takes out of a request's headers and puts into them before any filter sees them. */
final class RequestHeaders {
  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final RequestOptions options;
  private final String nodeCluster;
  private final String ownAddress = LocalAddress.find();

  RequestHeaders(RequestOptions options, String nodeCluster) {
    this.options = options;
    this.nodeCluster = nodeCluster;
  }

  /**
   * Changes the headers.
   *
   * @param schemeGiven whether the client said {@code :scheme}
   */
  void apply(
      HeaderMap headers,
      boolean schemeGiven,
      boolean tls,
      @Nullable InetSocketAddress client,
      int localPort) {
    int found = 0;
    for (int i = 0, size = headers.size(); i < size; i++) {
      found |= kind(headers.name(i));
    }
    if ((found & UNWANTED) != 0) {
      removeUnwanted(headers);
    }
    if ((found & TE) != 0) {
      keepTrailersOnly(headers);
    }
    if (options.stripPort() != StripPort.NONE) {
      stripPort(headers, localPort);
    }
    if (options.useRemoteAddress() && client != null) {
      InetAddress address = client.getAddress();
      String text = address.isLoopbackAddress() ? ownAddress : NetAddresses.host(client);
      String before = headers.get("x-forwarded-for");
      headers.set("x-forwarded-for", before == null ? text : before + "," + text);
    }
    forwardedProto(headers, (found & PROTO) != 0, schemeGiven, tls);
    if (options.useRemoteAddress() && client != null) {
      headers.remove("x-envoy-downstream-service-cluster");
      headers.remove("x-envoy-downstream-service-node");
      headers.remove("x-envoy-decorator-operation");
      headers.remove("x-envoy-original-path");
      headers.set("x-envoy-external-address", NetAddresses.host(client));
    }
    if (options.addUserAgent()) {
      headers.set("x-envoy-downstream-service-cluster", nodeCluster);
      if (!headers.contains("user-agent")) {
        headers.add("user-agent", nodeCluster);
      }
    }
    if (!options.via().isEmpty()) {
      String before = headers.get("via");
      headers.set("via", before == null ? options.via() : before + ", " + options.via());
    }
    requestId(headers, (found & REQUEST_ID) != 0);
  }

  private static final int UNWANTED = 1;
  private static final int TE = 2;
  private static final int PROTO = 4;
  private static final int REQUEST_ID = 8;

  private static int kind(String name) {
    return switch (name) {
      case "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade",
          "x-envoy-expected-rq-timeout-ms",
          "x-envoy-force-trace",
          "x-envoy-hedge-on-per-try-timeout",
          "x-envoy-internal",
          "x-envoy-ip-tags",
          "x-envoy-max-retries",
          "x-envoy-original-url",
          "x-envoy-retriable-header-names",
          "x-envoy-retriable-status-codes",
          "x-envoy-retry-grpc-on",
          "x-envoy-retry-on",
          "x-envoy-upstream-alt-stat-name",
          "x-envoy-upstream-rq-per-try-timeout-ms",
          "x-envoy-upstream-rq-timeout-alt-response",
          "x-envoy-upstream-rq-timeout-ms",
          "x-envoy-upstream-stream-duration-ms",
          "x-forwarded-client-cert" ->
          UNWANTED;
      case "te" -> TE;
      case "x-forwarded-proto" -> PROTO;
      case "x-request-id" -> REQUEST_ID;
      default -> 0;
    };
  }

  private static void removeUnwanted(HeaderMap headers) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (i < headers.size() && kind(headers.name(i)) == UNWANTED) {
        headers.remove(headers.name(i));
      }
    }
  }

  private static void keepTrailersOnly(HeaderMap headers) {
    String te = headers.get("te");
    if (te == null) {
      return;
    }
    for (String part : te.split(",", -1)) {
      if (part.trim().toLowerCase(Locale.ROOT).startsWith("trailers")) {
        headers.set("te", "trailers");
        return;
      }
    }
    headers.remove("te");
  }

  private void stripPort(HeaderMap headers, int localPort) {
    String authority = headers.get(":authority");
    if (authority == null) {
      return;
    }
    int colon = authority.lastIndexOf(':');
    if (colon < 0
        || colon < authority.lastIndexOf(']')
        || (options.stripPort() == StripPort.MATCHING
            && !authority.substring(colon + 1).equals(Integer.toString(localPort)))) {
      return;
    }
    headers.set(":authority", authority.substring(0, colon));
  }

  private void forwardedProto(
      HeaderMap headers, boolean present, boolean schemeGiven, boolean tls) {
    String scheme = tls ? "https" : "http";
    if (!present) {
      headers.add("x-forwarded-proto", scheme);
    } else if (options.useRemoteAddress() && options.xffNumTrustedHops() == 0) {
      headers.set("x-forwarded-proto", scheme);
    } else {
      String given = headers.get("x-forwarded-proto");
      if (given != null && (given.equals("http") || given.equals("https"))) {
        scheme = given;
      }
    }
    if (!schemeGiven) {
      headers.set(":scheme", scheme);
    }
  }

  private void requestId(HeaderMap headers, boolean present) {
    if (!options.generateRequestId()) {
      return;
    }
    if (!present) {
      headers.add("x-request-id", uuid());
    } else if (options.useRemoteAddress() && !options.preserveExternalRequestId()) {
      headers.set("x-request-id", uuid());
    }
  }

  /** A random UUID. It need not be a secret, so it need not be slow. */
  @SuppressWarnings("deprecation") // The way to a Latin 1 string that decodes nothing.
  private static String uuid() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    byte[] text = new byte[36];
    digits(text, 0, high >>> 32, 8);
    text[8] = '-';
    digits(text, 9, high >>> 16, 4);
    text[13] = '-';
    digits(text, 14, high, 4);
    text[18] = '-';
    digits(text, 19, low >>> 48, 4);
    text[23] = '-';
    digits(text, 24, low, 12);
    return new String(text, 0);
  }

  private static void digits(byte[] text, int at, long value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      text[at + count - 1 - i] = HEX[(int) (value >>> (4 * i)) & 15];
    }
  }
}
