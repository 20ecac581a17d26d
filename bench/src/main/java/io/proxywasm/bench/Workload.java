package io.proxywasm.bench;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the plugins do for each request. Each is written in several languages, see {@link Peer}. */
enum Workload {
  HEADERS("two headers read, two added, one counter", 1, "", ""),
  BODY("a name replaced in 64 KB", 5, Inputs.page(), Inputs.rewritten()),
  JSON("4 KB of JSON validated", 2, Inputs.document(), Inputs.document()),
  COUNTER("a counter in shared data", 1, "", ""),
  CALLOUT("one HTTP callout", 2, "", "");

  private final String title;
  private final int weight;
  private final String body;
  private final String received;
  private final String receivedFiltered;

  Workload(String title, int weight, String body, String filtered) {
    this.title = title;
    this.weight = weight;
    this.body = body;
    this.received = bytes(body);
    this.receivedFiltered = bytes(filtered);
  }

  private static String bytes(String body) {
    return Integer.toString(body.getBytes(StandardCharsets.UTF_8).length);
  }

  /** Its name on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  static Workload of(String id) {
    for (Workload workload : values()) {
      if (workload.id().equals(id)) {
        return workload;
      }
    }
    throw new UsageException("no workload is named '" + id + "'; there are " + ids() + ", all");
  }

  private static String ids() {
    return String.join(", ", List.of(values()).stream().map(Workload::id).toList());
  }

  /** The name of a listener for it; also that of a plugin's file. */
  String listener(String name) {
    return id() + "-" + name;
  }

  /** How many requests it makes where that of the least work makes so many. */
  int share(int requests) {
    return Math.max(1, requests / weight);
  }

  /** The body of each request; empty when it has none. */
  String body() {
    return body;
  }

  /** Whether an upstream answers the load: Envoy itself would answer before it has a body. */
  boolean hasUpstream() {
    return !body.isEmpty();
  }

  /** One request of the load, as it goes over the wire. */
  byte[] request() {
    String content =
        body.isEmpty()
            ? ""
            : "content-type: application/json\r\ncontent-length: " + received + "\r\n";
    String method = body.isEmpty() ? "GET" : "POST";
    String head =
        method
            + " /x/items?page=2 HTTP/1.1\r\n"
            + "host: bench.example\r\n"
            + "user-agent: proxy-wasm-bench/1\r\n"
            + "accept: */*\r\n"
            + "accept-encoding: gzip, br\r\n"
            + "authorization: "
            + LoadUpstream.GOOD
            + "\r\nx-request-source: load\r\n"
            + content
            + "\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns what is wrong with a response of the load, or null.
   *
   * @param filtered whether a plugin saw it
   */
  @Nullable String wrong(HttpHeaders response, boolean filtered) {
    if (this == HEADERS && filtered && !"c".equals(response.get("x-b"))) {
      return "without the plugin's header";
    }
    if (hasUpstream()) {
      String expected = filtered ? receivedFiltered : received;
      String told = response.get(LoadUpstream.RECEIVED);
      if (!expected.equals(told)) {
        return "the upstream got " + told + " bytes instead of " + expected;
      }
    }
    return null;
  }
}
