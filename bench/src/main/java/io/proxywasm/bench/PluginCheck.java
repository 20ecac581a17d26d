package io.proxywasm.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks whether a plugin does what its workload is, before anything is measured. */
final class PluginCheck {
  /** Requests here go to an upstream that answers with what it got. */
  static final String PATH = "/check";

  private static final Pattern NUMBER =
      Pattern.compile("^x-request-number: (\\d+)$", Pattern.MULTILINE);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String plugin;
  private final URI uri;

  private PluginCheck(String plugin, int port) {
    this.plugin = plugin;
    this.uri = URI.create("http://127.0.0.1:" + port + PATH);
  }

  /** Tries the plugin at a port; one that does not do its work is a {@link BenchException}. */
  static void check(Plugin plugin, int port) {
    PluginCheck check = new PluginCheck(plugin.listener(), port);
    switch (plugin.workload()) {
      case HEADERS -> check.headers();
      case BODY -> check.body();
      case JSON -> check.json();
      case COUNTER -> check.counter();
      case CALLOUT -> check.callout();
    }
  }

  private void headers() {
    HttpResponse<String> response = get(LoadUpstream.GOOD);
    expect(response.body().contains("\nx-a: b\n"), "it does not add its header to the request");
    expect(
        response.headers().firstValue("x-b").filter("c"::equals).isPresent(),
        "it does not add its header to the response");
  }

  private void body() {
    String page = Workload.BODY.body();
    HttpResponse<String> response = post(page);
    expect(
        response.body().endsWith("\n\n" + Inputs.rewritten() + "\n"),
        "the upstream gets another body");
  }

  private void json() {
    String document = Workload.JSON.body();
    HttpResponse<String> response = post(document);
    expect(response.body().endsWith("\n\n" + document + "\n"), "the upstream gets another body");
    expect(post(document.strip().substring(1)).statusCode() == 403, "it passes what is no JSON");
    expect(post("{\"id\":1,\"items\":[]}").statusCode() == 403, "it passes an incomplete object");
  }

  private void counter() {
    long first = number();
    long second = number();
    expect(second == first + 1, "it counts from " + first + " to " + second);
  }

  private long number() {
    Matcher number = NUMBER.matcher(get(LoadUpstream.GOOD).body());
    expect(number.find(), "the upstream gets no number");
    return Long.parseLong(number.group(1));
  }

  private void callout() {
    String echo = get(LoadUpstream.GOOD).body();
    expect(echo.contains("\nx-user: " + LoadUpstream.USER + "\n"), "the upstream gets no user");
    expect(get("Bearer other").statusCode() == 403, "it passes what the service refuses");
  }

  private void expect(boolean right, String otherwise) {
    if (!right) {
      throw new BenchException("the plugin " + plugin + " does not work: " + otherwise);
    }
  }

  private HttpResponse<String> get(String authorization) {
    return send(HttpRequest.newBuilder(uri).header("authorization", authorization));
  }

  private HttpResponse<String> post(String body) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new BenchException("the plugin " + plugin + " does not work: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }
}
