import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** Per request: ask another service whether it may pass, and tell the upstream for whom. */
public final class CalloutPlugin extends HttpContext {
  public static void main(String[] args) {
    ProxyWasm.http(CalloutPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    return httpCall("auth")
        .get("/auth")
        .header("authorization", headers.get("authorization", ""))
        .timeoutMillis(1_000)
        .send()
        .map(this::answer);
  }

  private Action answer(HttpCallResponse response) {
    if (response.status() != 200) {
      return respond(403).body("Forbidden").send();
    }
    requestHeaders().set("x-user", response.headers().get("x-user", ""));
    return Action.CONTINUE;
  }
}
