package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.CalloutException;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.Promise;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for what comes later, as the header {@code case} says. */
public final class StagesPlugin extends PluginContext {
  private final List<Promise<String>> postponed = new ArrayList<>();
  private @Nullable Stage<String> token;
  private @Nullable HttpCallResponse kept;
  private int ticks;

  public static void main(String[] args) {
    ProxyWasm.plugin(StagesPlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    if (!configuration.isEmpty()) {
      setTickPeriod(Integer.parseInt(configuration.utf8()));
    }
    return true;
  }

  @Override
  public void onTick() {
    ticks++;
    if (ticks == 1) {
      var unused =
          httpCall("upstream")
              .get("/tick")
              .send()
              .map(HttpCallResponse::status)
              .onSuccess(status -> Log.info("a tick got " + status));
    }
    List<Promise<String>> due = List.copyOf(postponed);
    postponed.clear();
    due.forEach(promise -> promise.complete("tick"));
  }

  /** One callout for all streams. */
  private Stage<String> token() {
    Stage<String> present = token;
    if (present == null) {
      present =
          call(
              () ->
                  httpCall("upstream")
                      .get("/token")
                      .send()
                      .map(response -> response.body().utf8()));
      token = present;
    }
    return present;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    private String name = "";
    private String path = "";
    private int calls;

    private Stage<HttpCallResponse> ask(String query) {
      return httpCall("upstream").get(path + query).send();
    }

    private Action pass(String result) {
      requestHeaders().set("result", result);
      return Action.CONTINUE;
    }

    private Action failed(Throwable failure) {
      return pass(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      name = headers.get("case", "");
      path = headers.get("call", "/call");
      return switch (name) {
        case "map" -> ask("").map(response -> pass(response.status() + " " + response.body()));
        case "value" ->
            ask("").map(HttpCallResponse::status).onSuccess(status -> pass("" + status));
        case "deny" ->
            ask("").map(response -> respond(response.status()).body(response.body()).send());
        case "answer" -> ask("").onSuccess(response -> respond(418).body("answered").send());
        case "then" ->
            ask("")
                .then(first -> ask("?" + first.body()))
                .map(second -> pass(second.body().utf8()));
        case "nested" -> ask("").map(first -> ask("?1").map(second -> pass("nested")));
        case "with" -> ask("?0").with(ask("?1"), (a, b) -> pass("" + a.body() + b.body()));
        case "all" ->
            Stage.all(ask("?0"), ask("?1"), ask("?2"))
                .map(
                    all -> {
                      StringBuilder text = new StringBuilder();
                      for (HttpCallResponse each : all) {
                        text.append(each.body()).append(each.header("answer"));
                        text.append(each.trailers().names());
                      }
                      return pass(text.toString());
                    });
        case "all-fails" ->
            Stage.all(ask("?0"), httpCall("nowhere").send())
                .map(all -> pass("never"))
                .recover(this::failed);
        case "any" ->
            Stage.any(httpCall("nowhere").send(), ask("?1")).map(first -> pass("" + first.body()));
        case "any-fails" ->
            Stage.any(httpCall("nowhere").send(), httpCall("elsewhere").send())
                .map(first -> pass("never"))
                .recover(this::failed);
        case "unknown" -> httpCall("nowhere").get("/").send().map(response -> pass("never"));
        case "recover" ->
            httpCall("nowhere").get("/").send().map(r -> pass("never")).recover(this::failed);
        case "recover-with" ->
            httpCall("nowhere")
                .send()
                .recoverWith(failure -> ask(""))
                .map(response -> pass(response.body().utf8()));
        case "throws" ->
            ask("")
                .map(
                    response -> {
                      throw new IllegalStateException("thrown in map");
                    });
        case "throws-recovered" ->
            ask("")
                .<Action>map(
                    response -> {
                      throw new IllegalStateException("thrown in map");
                    })
                .recover(this::failed);
        case "null" -> ask("").then(response -> this.<HttpCallResponse>nothing());
        case "on-failure" ->
            httpCall("nowhere").send().onFailure(failure -> respond(503).body("sorry").send());
        case "throws-on-failure" ->
            ask("")
                .map(
                    response -> {
                      throw new IllegalStateException("thrown in map");
                    })
                .onFailure(failure -> respond(503).body("" + failure.getMessage()).send());
        case "cut" ->
            ask("")
                .map(response -> pass("never"))
                .recover(
                    failure ->
                        pass(
                            failure instanceof CalloutException cut
                                ? cut.status().code() + " " + cut.getMessage()
                                : "" + failure));
        case "timeout" -> ask("").timeoutMillis(50).map(r -> pass("never")).recover(this::failed);
        case "in-time" -> ask("").timeoutMillis(5_000).map(r -> pass("in time"));
        case "delay" -> {
          int before = ticks;
          yield Stage.delayMillis(100).map(nothing -> pass(ticks - before < 50 ? "later" : "?"));
        }
        case "tick" -> {
          Promise<String> promise = new Promise<>();
          postponed.add(promise);
          yield promise.stage().map(this::pass);
        }
        case "token" -> token().map(this::pass);
        case "unhandled" -> {
          var unused = httpCall("nowhere").send();
          yield Action.CONTINUE;
        }
        case "keep" -> ask("").onSuccess(response -> kept = response).map(r -> pass("kept"));
        case "kept" -> {
          HttpCallResponse response = kept;
          yield response == null ? Action.PAUSE : pass("" + response.body());
        }
        case "gone" ->
            ask("")
                .map(response -> pass("called though gone"))
                .onSuccess(unused -> Log.info("called"));
        case "pause-self" -> {
          var unused =
              ask("")
                  .onSuccess(
                      response -> {
                        pass("by itself");
                        continueRequest();
                      });
          yield Action.PAUSE;
        }
        case "at-once" -> Stage.of("at once").map(this::pass);
        case "at-once-fails" -> Stage.failed(new IllegalStateException("failed at once"));
        case "open" -> Stage.failed(new IllegalStateException("let it pass"));
        default -> Action.CONTINUE;
      };
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // What a careless author does.
    private <T> Stage<T> nothing() {
      return null;
    }

    @Override
    protected boolean failOpen() {
      return name.equals("open");
    }

    @Override
    public Action onRequestBody(Body body, boolean endOfStream) {
      if (name.equals("body-fails")) {
        return endOfStream ? httpCall("nowhere").send() : Action.PAUSE;
      }
      if (name.equals("body-answer")) {
        return endOfStream ? ask("").map(r -> respond(409).body(r.body()).send()) : Action.PAUSE;
      }
      if (name.equals("body-first")) {
        calls++;
        return calls == 1
            ? ask("").onSuccess(response -> body.append("|" + response.body()))
            : seen(body, endOfStream);
      }
      if (name.equals("body")) {
        if (!endOfStream) {
          return Action.PAUSE;
        }
        return httpCall("upstream")
            .post("/call")
            .body(body.get())
            .send()
            .onSuccess(response -> body.append(" and " + response.body()));
      }
      return Action.CONTINUE;
    }

    private Action seen(Body body, boolean endOfStream) {
      Log.info(calls + ". call: " + body.get() + " " + endOfStream);
      return Action.CONTINUE;
    }

    @Override
    public Action onRequestTrailers(Headers trailers) {
      if (name.equals("body-first")) {
        Log.info("trailers after " + calls + " calls");
      }
      return switch (name) {
        case "trailers" ->
            ask("").onSuccess(response -> trailers.set("late", response.body().utf8()));
        case "trailers-fails" -> ask("").then(response -> httpCall("nowhere").send());
        case "trailers-answer" -> ask("").map(response -> respond(409).body("late").send());
        default -> Action.CONTINUE;
      };
    }

    @Override
    public Action onResponseTrailers(Headers trailers) {
      return name.equals("response-trailers")
          ? ask("").onSuccess(response -> trailers.set("late", response.body().utf8()))
          : Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      return switch (name) {
        case "response" ->
            ask("").onSuccess(response -> responseHeaders().set("late", "" + response.body()));
        case "response-fails" -> httpCall("nowhere").send();
        case "response-answer" -> ask("").map(response -> respond(502).body("replaced").send());
        default -> Action.CONTINUE;
      };
    }

    @Override
    public Action onResponseBody(Body body, boolean endOfStream) {
      if (name.equals("response-body")) {
        return endOfStream ? ask("").onSuccess(r -> body.append(" late")) : Action.PAUSE;
      }
      if (name.equals("response-body-fails")) {
        return ask("")
            .map(
                response -> {
                  throw new IllegalStateException("in the body");
                });
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
}
