package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HostcallException;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;
import java.time.Duration;

/** Answers by itself or asks another cluster, as the header {@code case} says. */
public final class CalloutPlugin extends HttpContext {
  private String name = "";
  private String seen = "";

  public static void main(String[] args) {
    ProxyWasm.http(CalloutPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    name = headers.get("case", "");
    String path = headers.get("call", "/call");
    return switch (name) {
      case "respond" ->
          respond(403)
              .header("own", "1")
              .header("own", "2")
              .header("content-type", "application/json")
              .details("not allowed here")
              .body("{\"answer\": \"\u00e4\"}")
              .send();
      case "respond-empty" -> respond(204).send();
      case "respond-bytes" -> respond(200).body(Bytes.of(new byte[] {0, 1, 2, -1})).send();
      case "respond-large" -> respond(200).body("x".repeat(1_000_000)).send();
      case "respond-grpc" -> respond(200).grpcStatus(7).body("no").send();
      case "ok" ->
          httpCall("upstream-h2")
              .post(path)
              .authority("callout.example")
              .header("x-call", "1")
              .header("x-call", "2")
              .body("question \u00e4")
              .trailer("x-end", "3")
              .timeout(Duration.ofSeconds(5))
              .send(this::pass);
      case "deny" -> httpCall("upstream").get(path).send(this::deny);
      case "unknown" -> httpCall("nowhere").get(path).send(this::pass);
      case "unknown-caught" -> {
        try {
          yield httpCall("nowhere").get(path).send(this::pass);
        } catch (HostcallException e) {
          headers.set("result", e.getMessage() + " " + e.status());
          yield Action.CONTINUE;
        }
      }
      case "refused" -> httpCall("refused").get(path).send(this::pass);
      case "timeout" -> httpCall("upstream").get(path).timeoutMillis(50).send(this::pass);
      case "reset" -> httpCall("upstream").get(path).send(this::pass);
      case "gone" ->
          httpCall("upstream").get(path).send(response -> Log.info("called though gone"));
      case "two" ->
          httpCall("upstream")
              .get(path)
              .send(
                  first ->
                      httpCall("upstream")
                          .get(path + "?" + first.body())
                          .send(second -> pass(second)));
      case "parallel" -> {
        for (int i = 0; i < 3; i++) {
          httpCall("upstream").get(path + "?" + i).send(this::collect);
        }
        yield Action.PAUSE;
      }
      case "no-wait" -> {
        httpCall("upstream").get(path).send(response -> Log.info("later " + response.status()));
        yield Action.CONTINUE;
      }
      default -> Action.CONTINUE;
    };
  }

  private void pass(HttpCallResponse response) {
    Headers headers = requestHeaders();
    headers.set("status", "" + response.status());
    headers.set("failed", "" + response.failed());
    if (response.failed()) {
      headers.set("failure", response.failure().code() + " " + response.failure().message());
    } else {
      headers.set("body", response.body().utf8());
      headers.set("header", "" + response.header("answer") + response.headers().all("answer"));
      headers.set("missing", "" + response.header("missing"));
      headers.set("trailer", "" + response.trailers().get("end"));
    }
    continueRequest();
  }

  private void deny(HttpCallResponse response) {
    Action unused = respond(response.status()).body(response.body()).send();
  }

  private void collect(HttpCallResponse response) {
    seen += response.body();
    if (seen.length() == 3) {
      requestHeaders().set("result", seen);
      continueRequest();
    }
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    headers.set("seen", "" + endOfStream);
    return switch (name) {
      case "response-respond" -> respond(502).header("own", "1").body("replaced").send();
      case "response-call" ->
          httpCall("upstream")
              .get("/call")
              .send(
                  response -> {
                    responseHeaders().set("late", response.body().utf8());
                    continueResponse();
                  });
      default -> Action.CONTINUE;
    };
  }

  @Override
  public Action onRequestBody(Body body, boolean endOfStream) {
    if (name.equals("body-respond") && endOfStream) {
      return respond(422).body("got " + body.size()).send();
    }
    if (name.equals("body-call")) {
      if (!endOfStream) {
        return Action.PAUSE;
      }
      return httpCall("upstream").post("/call").body(body.get()).send(r -> continueRequest());
    }
    return Action.CONTINUE;
  }

  @Override
  public void onDelete() {
    if (name.equals("gone")) {
      Log.info("stream gone");
    }
  }
}
