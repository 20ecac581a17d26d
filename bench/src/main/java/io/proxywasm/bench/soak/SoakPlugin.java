package io.proxywasm.bench.soak;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedData;

/**
 * Keeps each request's token and says it with its response, after a callout or not, or dies, as the
 * header {@code x-do} wants it. Compiled to WebAssembly by {@link SoakProxy}.
 */
public final class SoakPlugin extends PluginContext {
  private static String vm = "";
  private static int depth;

  /**
   * Registers it.
   *
   * @param args unused
   */
  public static void main(String[] args) {
    ProxyWasm.plugin(SoakPlugin::new);
  }

  /** Numbers the VM, among all with the same id. */
  @Override
  public boolean onConfigure(Bytes configuration) {
    vm =
        SharedData.update(
                "vms",
                before ->
                    Bytes.utf8(
                        Integer.toString(before == null ? 1 : Integer.parseInt(before.utf8()) + 1)))
            .utf8();
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private static int recurse(int level) {
    depth = level;
    return level < 0 ? 0 : recurse(level + 1) + depth;
  }

  private static final class Stream extends HttpContext {
    private String token = "";

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      token = headers.get("x-token", "");
      return switch (headers.get("x-do", "")) {
        case "callout" ->
            httpCall("upstream")
                .get("/callout")
                .header("x-token", token)
                .timeoutMillis(60_000)
                .send(this::called);
        case "loop" -> {
          while (depth >= 0) {
            depth = depth + 1 & 0xff;
          }
          yield Action.CONTINUE;
        }
        case "trap" -> {
          headers.set("x-depth", Integer.toString(recurse(0)));
          yield Action.CONTINUE;
        }
        case "throw" -> throw new IllegalStateException("as it was told");
        default -> Action.CONTINUE;
      };
    }

    private void called(HttpCallResponse response) {
      requestHeaders().set("x-called", response.failed() ? "failed" : response.body().utf8());
      continueRequest();
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      headers.set("x-plugin", token + " " + vm);
      return Action.CONTINUE;
    }
  }
}
