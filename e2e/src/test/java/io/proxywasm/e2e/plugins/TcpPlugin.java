package io.proxywasm.e2e.plugins;

import io.proxywasm.abi.PeerType;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.Stage;
import io.proxywasm.sdk.TcpContext;
import io.proxywasm.sdk.properties.Destination;
import io.proxywasm.sdk.properties.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Does with a connection what its configuration says, or what the client sends first. */
public final class TcpPlugin extends PluginContext {
  private final List<Connection> paused = new ArrayList<>();
  private String configuration = "";

  public static void main(String[] args) {
    ProxyWasm.plugin(TcpPlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes bytes) {
    configuration = bytes.utf8();
    setTickPeriod(20);
    return true;
  }

  @Override
  public void onTick() {
    List<Connection> due = List.copyOf(paused);
    paused.clear();
    due.forEach(connection -> connection.run(connection::goOn));
  }

  @Override
  public @Nullable TcpContext createTcpContext() {
    if (configuration.equals("throw-at-create")) {
      throw new IllegalStateException("no connection");
    }
    return new Connection();
  }

  private final class Connection extends TcpContext {
    private String name = "";

    @Override
    public Action onNewConnection() {
      return switch (configuration) {
        case "close-at-once" -> {
          closeDownstream();
          yield Action.CONTINUE;
        }
        case "wait-at-once" ->
            httpCall("upstream").get("/slow").send().onSuccess(r -> Log.info("allowed"));
        case "throw-at-once" -> throw new IllegalStateException("not this one");
        default -> Action.CONTINUE;
      };
    }

    @Override
    public Action onDownstreamData(Body data, boolean endOfStream) {
      String text = data.get().utf8();
      if (name.isEmpty() && text.contains(" ")) {
        name = text.substring(0, text.indexOf(' '));
      }
      return switch (name) {
        case "upper" -> {
          data.replace(text.toUpperCase(Locale.ROOT));
          yield Action.CONTINUE;
        }
        case "wrap" -> {
          data.prepend("<");
          data.append(">");
          yield Action.CONTINUE;
        }
        case "drop" -> {
          data.replace("");
          yield Action.CONTINUE;
        }
        case "wait" ->
            httpCall("upstream")
                .get("/tcp")
                .send()
                .onSuccess(response -> data.append(" " + response.body()));
        case "wait-fails" -> httpCall("nowhere").send();
        case "tick" -> {
          paused.add(this);
          name = "ticked";
          yield Action.PAUSE;
        }
        case "close" -> {
          closeDownstream();
          yield Action.PAUSE;
        }
        case "throw" -> throw new IllegalStateException("thrown");
        case "open" -> throw new IllegalStateException("thrown and open");
        default -> Action.CONTINUE;
      };
    }

    void goOn() {
      Log.info("goes on from " + Source.address());
      continueDownstream();
    }

    @Override
    protected boolean failOpen() {
      return name.equals("open");
    }

    @Override
    public Action onUpstreamData(Body data, boolean endOfStream) {
      switch (name) {
        case "upper" -> data.append("!");
        case "close-upstream" -> closeUpstream();
        case "wait-upstream" -> {
          return Stage.delayMillis(10);
        }
        default -> {}
      }
      return Action.CONTINUE;
    }

    @Override
    public void onDownstreamClose(PeerType peer) {
      Log.info("downstream closed by " + peer + ", " + (Destination.port().orElse(0) > 0));
    }

    @Override
    public void onUpstreamClose(PeerType peer) {
      Log.info("upstream closed by " + peer);
    }

    @Override
    public void onLog() {
      Log.info("logged");
    }

    @Override
    public void onDone() {
      Log.info("done");
    }

    @Override
    public void onDelete() {
      Log.info("deleted");
    }
  }
}
