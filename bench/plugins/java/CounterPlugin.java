import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedData;

/** Per request: count in shared data, and tell the upstream the number. */
public final class CounterPlugin extends HttpContext {
  public static void main(String[] args) {
    ProxyWasm.http(CounterPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    Bytes count =
        SharedData.update(
            "requests",
            old -> Bytes.utf8(String.valueOf(old == null ? 1 : Long.parseLong(old.utf8()) + 1)));
    headers.set("x-request-number", count);
    return Action.CONTINUE;
  }
}
