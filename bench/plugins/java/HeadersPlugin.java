import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Counter;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Per request: read two headers, add one to the request and one to the response, count. */
public final class HeadersPlugin extends PluginContext {
  private Counter requests;
  private int seen;

  public static void main(String[] args) {
    ProxyWasm.plugin(HeadersPlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    requests = Metrics.counter("bench_requests");
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      String path = headers.get(":path");
      if (path != null && path.startsWith("/x")) {
        seen++;
      }
      String agent = headers.get("user-agent");
      if (agent != null) {
        seen += agent.length();
      }
      headers.add("x-a", "b");
      requests.increment();
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      headers.add("x-b", "c");
      return Action.CONTINUE;
    }
  }
}
