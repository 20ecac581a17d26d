package io.proxywasm.testkit;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** Gets wrong what the path of the request says. */
public final class BuggyPlugin extends HttpContext {
  private String bug = "";

  /** Makes a stream. */
  public BuggyPlugin() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.http(BuggyPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    bug = headers.get(":path", "");
    switch (bug) {
      case "/continue-instead-of-pause" -> {
        httpCall("auth").get("/").send(response -> respond(403).send());
        return Action.CONTINUE;
      }
      case "/continued-twice" -> {
        httpCall("auth").get("/").send(response -> continueRequest());
        return Action.CONTINUE;
      }
      case "/forgotten-continue" -> {
        return Action.PAUSE;
      }
      case "/forgotten-continue-after-callout" -> {
        return httpCall("auth").get("/").send(response -> {});
      }
      case "/header-after-continue" -> {
        return httpCall("auth")
            .get("/")
            .send(
                response -> {
                  continueRequest();
                  requestHeaders().set("x-late", "1");
                });
      }
      case "/exception" -> throw new IllegalStateException("no idea");
      case "/endless-loop" -> {
        int odd = 1;
        while (odd != 0) {
          odd += 2;
        }
        return Action.CONTINUE;
      }
      case "/stack-overflow" -> headers.set("x", "" + deep(1));
      default -> {}
    }
    return Action.CONTINUE;
  }

  @SuppressWarnings("InfiniteRecursion") // As asked.
  private static int deep(int depth) {
    return depth + deep(depth + 1) % 7;
  }

  @Override
  public Action onRequestBody(Body body, boolean endOfStream) {
    return bug.equals("/unbounded-body") && !endOfStream ? Action.PAUSE : Action.CONTINUE;
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    return bug.equals("/forgotten-continue-of-response") ? Action.PAUSE : Action.CONTINUE;
  }
}
