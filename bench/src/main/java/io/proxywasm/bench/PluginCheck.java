package io.proxywasm.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks once whether a plugin does what it should, in both directions, before anything is measured.
 */
final class PluginCheck {
  /** Requests here go to an upstream that answers with what it got. */
  static final String PATH = "/check";

  private PluginCheck() {}

  static void check(String name, int port) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      String wrong =
          response.statusCode() != 200
              ? "it answers with status " + response.statusCode()
              : !response.body().contains("x-a: b")
                  ? "it does not add its header to the request"
                  : response.headers().firstValue("x-b").filter("c"::equals).isEmpty()
                      ? "it does not add its header to the response"
                      : "";
      if (!wrong.isEmpty()) {
        throw new BenchException("the plugin " + name + " does not work: " + wrong);
      }
    } catch (IOException e) {
      throw new BenchException("the plugin " + name + " does not work: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }
}
