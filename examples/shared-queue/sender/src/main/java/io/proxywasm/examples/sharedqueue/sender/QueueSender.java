package io.proxywasm.examples.sharedqueue.sender;

import io.proxywasm.json.JsonWriter;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedQueue;
import io.proxywasm.sdk.TcpContext;

/** Tells the receiver of all headers, or of the hashes of what comes by TCP. */
public final class QueueSender extends PluginContext {
  private static final String RECEIVER_VM = "receiver";

  private String kind = "";

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(QueueSender::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    kind = configuration.utf8();
    Log.info("contextID=" + contextId() + " is configured for " + kind);
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return kind.equals("http") ? new Request() : null;
  }

  @Override
  public TcpContext createTcpContext() {
    return kind.equals("tcp") ? new Connection() : null;
  }

  private static void send(String queue, int contextId, Bytes message) {
    SharedQueue found = SharedQueue.resolve(RECEIVER_VM, queue);
    if (found == null) {
      Log.critical("nobody receives " + queue);
      return;
    }
    found.enqueue(message);
    Log.info("(contextID=" + contextId + ") enqueued data: " + message);
  }

  private static final class Request extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      send("http_request_headers", headers);
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      send("http_response_headers", headers);
      return Action.CONTINUE;
    }

    private void send(String queue, Headers headers) {
      for (Header header : headers) {
        JsonWriter message = new JsonWriter().beginObject();
        message.name("key").value(header.name()).name("value").value(header.value());
        QueueSender.send(queue, contextId(), message.endObject().toBytes());
      }
    }
  }

  private static final class Connection extends TcpContext {
    @Override
    public Action onUpstreamData(Body data, boolean endOfStream) {
      if (data.size() > 0) {
        send("tcp_data_hashes", contextId(), Bytes.utf8(Fnv128.hash(data.get())));
      }
      return Action.CONTINUE;
    }
  }
}
