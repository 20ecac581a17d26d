package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedQueue;
import io.proxywasm.sdk.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plugins that send each other messages: two of one module, by their root_id. */
public final class QueuePlugins {
  /** The vm_id of the receiver. */
  public static final String RECEIVER_VM = "receiver";

  private static final String QUEUE = "messages";

  private QueuePlugins() {}

  public static void main(String[] args) {
    ProxyWasm.plugin("sender", Sender::new);
    ProxyWasm.plugin("receiver", Receiver::new);
  }

  private static String known(@Nullable SharedQueue queue) {
    return queue == null ? "null" : "there";
  }

  /** Sends what requests say. */
  private static final class Sender extends PluginContext {
    private @Nullable SharedQueue kept;

    @Override
    public void onQueueReady(SharedQueue queue) {
      Log.info("ready " + queue.dequeue());
    }

    @Override
    public HttpContext createHttpContext() {
      return new HttpContext() {
        @Override
        public Action onRequestHeaders(Headers headers, boolean endOfStream) {
          return switch (headers.get("case", "")) {
            case "send" -> {
              SharedQueue queue = SharedQueue.resolve(RECEIVER_VM, QUEUE);
              if (queue == null) {
                yield respond(503).body("no queue yet").send();
              }
              String text = headers.get("message", "");
              queue.enqueue(text);
              queue.enqueue(Bytes.of(new byte[] {'b', 'y', 't', 'e', 's'}));
              headers.set("result", "" + (queue.id() > 0));
              yield Action.CONTINUE;
            }
            case "keep" -> {
              kept = SharedQueue.resolve(headers.get("message", ""), QUEUE);
              headers.set("result", known(kept));
              yield Action.CONTINUE;
            }
            case "use" -> {
              SharedQueue queue = kept;
              if (queue == null) {
                yield respond(503).send();
              }
              if (headers.get("message", "").equals("dequeue")) {
                headers.set("result", "" + queue.dequeue());
              } else {
                queue.enqueue("in vain");
              }
              yield Action.CONTINUE;
            }
            case "missing" -> {
              headers.set(
                  "result",
                  known(SharedQueue.resolve("nowhere", QUEUE))
                      + " "
                      + known(SharedQueue.resolve(RECEIVER_VM, "other")));
              yield Action.CONTINUE;
            }
            case "self" -> {
              SharedQueue queue = SharedQueue.register("self");
              Log.info("before");
              queue.enqueue(headers.get("message", ""));
              Log.info("after");
              yield Action.CONTINUE;
            }
            case "own" -> {
              SharedQueue queue = SharedQueue.register("own");
              @Nullable Bytes nothing = queue.dequeue();
              queue.enqueue("");
              queue.enqueue("second \u00e4");
              Bytes empty = queue.dequeue();
              headers.set(
                  "result",
                  nothing
                      + " <"
                      + empty
                      + "> "
                      + queue.dequeue()
                      + " "
                      + queue.dequeue()
                      + " "
                      + queue.equals(SharedQueue.resolve("", "own")));
              yield Action.CONTINUE;
            }
            default -> Action.CONTINUE;
          };
        }
      };
    }
  }

  /** Receives, and asks a service for each message. */
  private static final class Receiver extends PluginContext {
    private @Nullable SharedQueue queue;
    private String name = "";

    @Override
    public boolean onConfigure(Bytes configuration) {
      queue = SharedQueue.register(QUEUE);
      name = configuration.utf8();
      return !name.equals("refuse");
    }

    @Override
    public void onQueueReady(SharedQueue ready) {
      List<String> messages = new ArrayList<>();
      for (Bytes next = ready.dequeue(); next != null; next = ready.dequeue()) {
        messages.add(next.utf8());
      }
      for (String message : messages) {
        Log.info("received " + message + " " + ready.equals(queue) + name);
        if (message.equals("throw")) {
          throw new IllegalStateException("thrown by a message");
        }
        if (message.startsWith("ask")) {
          Stage<Integer> unused =
              httpCall("upstream")
                  .get("/" + message)
                  .send()
                  .map(response -> response.status())
                  .onSuccess(status -> Log.info(message + " got " + status));
        }
      }
    }
  }
}
