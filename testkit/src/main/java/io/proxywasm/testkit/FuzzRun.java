package io.proxywasm.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs exchanges in one mode, and keeps what was seen. */
final class FuzzRun {
  /** What Envoy adds or changes itself. */
  private static final Pattern ENVOYS =
      Pattern.compile(
          ":scheme|:authority|x-request-id|x-forwarded-.*|x-envoy-.*|server|date|content-length"
              + "|content-type|connection|transfer-encoding|te");

  private static final int MOST_CALLS = 10;

  /**
   * Something that was seen.
   *
   * @param assertion how a test says that it is so; empty when it cannot
   */
  record Seen(String value, String assertion) {}

  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private final boolean likeEnvoy;

  /** Takes whether only what an Envoy shows as well is to be seen. */
  FuzzRun(boolean likeEnvoy) {
    this.likeEnvoy = likeEnvoy;
  }

  Map<String, Seen> run(TestProxy proxy, List<FuzzExchange> exchanges) {
    int number = 1;
    for (FuzzExchange each : exchanges) {
      run(proxy, each, number);
      number++;
    }
    seen.put("dead VMs", new Seen("" + !proxy.failures().isEmpty(), ""));
    if (!likeEnvoy) {
      // Without the stack traces, which modules do not have.
      List<String> lines =
          proxy.said().stream().map(line -> line.replaceAll("\n\tat .*", "")).toList();
      seen.put("the plugin's log", new Seen(lines.toString(), ""));
    }
    return seen;
  }

  private void run(TestProxy proxy, FuzzExchange made, int number) {
    String name = "exchange" + number;
    HttpExchange exchange = proxy.begin(made.request());
    answer(proxy, made, name);
    put(name, "request held back", "" + exchange.isRequestPaused(), paused(name, exchange));
    see(name, true, exchange.upstream());
    if (exchange.upstream().isComplete() && !exchange.client().hasHeaders()) {
      exchange.respond(made.response());
      answer(proxy, made, name);
    }
    see(name, false, exchange.client());
    exchange.close();
  }

  private static String paused(String name, HttpExchange exchange) {
    return "assertThat("
        + name
        + (exchange.isRequestPaused() ? ").isRequestPaused();" : ").isNotPaused();");
  }

  private void answer(TestProxy proxy, FuzzExchange made, String name) {
    List<String> calls = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < MOST_CALLS; i++) {
      List<HttpCallout> pending =
          proxy.httpCallouts().stream().filter(HttpCallout::isPending).toList();
      if (pending.isEmpty()) {
        break;
      }
      HttpCallout call = pending.get(0);
      calls.add(call + " " + plain(call.headers()) + " '" + call.text() + "'");
      call.respond(
          count < made.answers().size() ? made.answers().get(count) : HttpResponse.of(200));
      count++;
    }
    if (!calls.isEmpty()) {
      put(name, "calls", calls.toString(), "");
    }
    if (proxy.mode() != Mode.ENVOY) {
      proxy.advance(Duration.ZERO);
    }
  }

  private void see(String name, boolean request, Received received) {
    String side = request ? "request at the upstream" : "response at the client";
    String open = request ? name + ").upstream(request -> request." : name + ").";
    String end = request ? ");" : ";";
    put(
        name,
        side + " is complete",
        "" + received.isComplete(),
        received.isComplete() ? "assertThat(" + open + "isComplete()" + end : "");
    if (!request) {
      put(
          name,
          "status",
          "" + received.status(),
          "assertThat(" + open + "hasStatus(" + received.status() + ")" + end);
    }
    plain(received.headers())
        .forEach(
            (header, values) ->
                put(
                    name,
                    side + ": header " + header,
                    values.toString(),
                    "assertThat("
                        + open
                        + "hasHeaders("
                        + FuzzSource.literal(header)
                        + FuzzSource.more(values)
                        + ")"
                        + end));
    put(
        name,
        side + ": body",
        received.text(),
        "assertThat(" + open + "hasBody(" + FuzzSource.literal(received.text()) + ")" + end);
    put(name, side + ": trailers", plain(received.trailers()).toString(), "");
    put(name, side + " is reset", "" + (received.resetReason() != null), "");
  }

  /** Values by name: the order of different names means nothing. */
  private Map<String, List<String>> plain(Headers headers) {
    Map<String, List<String>> values = new TreeMap<>();
    for (String name : names(headers)) {
      if (!likeEnvoy || !ENVOYS.matcher(name).matches()) {
        values.put(name, headers.all(name));
      }
    }
    return values;
  }

  private static Set<String> names(Headers headers) {
    return headers.all().stream().map(Headers.Header::name).collect(Collectors.toSet());
  }

  private void put(String exchange, String what, String value, String assertion) {
    seen.put(exchange + ", " + what, new Seen(value, assertion));
  }
}
