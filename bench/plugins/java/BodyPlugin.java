import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.BodyRewrite;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** Per request: replace a name in the body. */
public final class BodyPlugin extends HttpContext {
  public static void main(String[] args) {
    ProxyWasm.http(BodyPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    return rewriteRequestBody(BodyRewrite.replaceAll("internal.example", "example.com"));
  }
}
