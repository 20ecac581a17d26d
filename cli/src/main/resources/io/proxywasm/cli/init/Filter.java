package @PACKAGE@;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Greets in a header of each response. */
public final class @CLASS@ extends HttpContext {
  public static void main(String[] args) {
    ProxyWasm.http(@CLASS@::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    Log.info("asked for " + headers.get(":path"));
    return Action.CONTINUE;
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    headers.set("x-hello", "from @CLASS@");
    return Action.CONTINUE;
  }
}
