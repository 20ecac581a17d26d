package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.CelExpression;
import io.proxywasm.sdk.Clock;
import io.proxywasm.sdk.Counter;
import io.proxywasm.sdk.EnvoyFunctions;
import io.proxywasm.sdk.ForeignFunctions;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HostcallException;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.TaggedMetric;
import io.proxywasm.sdk.properties.Connection;
import io.proxywasm.sdk.properties.Destination;
import io.proxywasm.sdk.properties.FilterState;
import io.proxywasm.sdk.properties.Metadata;
import io.proxywasm.sdk.properties.Plugin;
import io.proxywasm.sdk.properties.Request;
import io.proxywasm.sdk.properties.Response;
import io.proxywasm.sdk.properties.Source;
import io.proxywasm.sdk.properties.Upstream;
import io.proxywasm.sdk.properties.Xds;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Uses what hosts offer beyond streams, as the header {@code case} says. */
public final class FunctionsPlugin extends PluginContext {
  private static final long IN_INITIALIZER = Clock.milliseconds();

  private String keys = "";
  private final TaggedMetric<Counter> requests =
      Metrics.counter("tagged.requests", "method", "code");

  public static void main(String[] args) {
    long time = System.currentTimeMillis();
    boolean enabled = Log.isEnabled(io.proxywasm.abi.LogLevel.TRACE);
    Log.info(
        "in main at "
            + (time >= IN_INITIALIZER && IN_INITIALIZER > 1_600_000_000_000L)
            + " "
            + enabled
            + " "
            + (System.nanoTime() > 0));
    ProxyWasm.plugin(FunctionsPlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    keys = configuration.utf8();
    EnvoyFunctions.declareProperty("declared", true, EnvoyFunctions.LifeSpan.REQUEST);
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    private String name = "";

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      name = headers.get("case", "");
      String result;
      try {
        result = result(headers);
      } catch (HostcallException refused) {
        result = "" + refused.getMessage();
      }
      headers.set("result", result);
      return switch (name) {
        case "buffer" -> Action.pauseAndBuffer();
        default -> Action.CONTINUE;
      };
    }

    private String result(Headers headers) {
      return switch (name) {
        case "compress" -> {
          Bytes data = Bytes.utf8("x".repeat(1000));
          Bytes packed = EnvoyFunctions.compress(data);
          yield (packed.length() < 100)
              + " "
              + EnvoyFunctions.uncompress(packed).contentEquals(data);
        }
        case "uncompress" -> "" + EnvoyFunctions.uncompress(Bytes.utf8("nothing"));
        case "sign" -> {
          String[] pair = keys.split("\\|");
          Bytes text = Bytes.utf8("text");
          Bytes signature = Bytes.of(EnvoyFunctions.sign("sha256", pair[0], text).toByteArray());
          String publicPem = pair[1];
          String base64 = publicPem.replaceAll("-----[^-]*-----|\n", "");
          Bytes der = Bytes.of(Base64.getDecoder().decode(base64));
          yield signature.length()
              + " "
              + EnvoyFunctions.verifySignature("sha256", publicPem, signature, text)
              + " "
              + EnvoyFunctions.verifySignature("sha256", der, signature, text)
              + " "
              + EnvoyFunctions.verifySignature("sha256", der, signature, Bytes.utf8("other"));
        }
        case "sign-bad" -> {
          try {
            yield "" + EnvoyFunctions.sign("sha256", "no key", Bytes.utf8("text")).length();
          } catch (IllegalArgumentException refused) {
            yield "refused";
          }
        }
        case "unknown" -> "" + ForeignFunctions.call("nothing_of_the_kind", "x");
        case "route" -> {
          headers.set(":path", "/direct");
          EnvoyFunctions.clearRouteCache();
          yield "";
        }
        case "state" -> {
          FilterState.setOfEnvoy("envoy.string", "of envoy");
          FilterState.set("own", "value");
          yield FilterState.text("envoy.string") + " " + FilterState.ofPlugins("own");
        }
        case "state-unknown" -> {
          FilterState.setOfEnvoy("no.such.state", "x");
          yield "set";
        }
        case "declared" -> {
          FilterState.set("declared", "once");
          try {
            FilterState.set("declared", "twice");
          } catch (HostcallException refused) {
            yield FilterState.ofPlugins("declared") + " " + refused.getMessage();
          }
          yield "twice";
        }
        case "cel" -> {
          try (CelExpression expression =
                  new CelExpression("request.headers['case'] == 'cel' && request.method == 'GET'");
              CelExpression text = new CelExpression("request.headers['case'] + '!'")) {
            yield expression.isTrue() + " " + text.text();
          }
        }
        case "cel-malformed" -> {
          try (CelExpression expression = new CelExpression("request.headers[")) {
            yield "" + expression.isTrue();
          }
        }
        case "properties" -> properties();
        case "tagged" -> {
          requests.with("GET", "200").increment();
          requests.with("GET", "200").increment();
          requests.with("GET", "404").increment();
          yield (requests.with("GET", "200").value() >= 2) + " " + wrong();
        }
        case "time" ->
            "" + (Clock.monotonicNanoseconds() <= System.nanoTime() && Clock.nanoseconds() > 0);
        default -> "";
      };
    }

    private String wrong() {
      try {
        requests.with("GET").increment();
        return "taken";
      } catch (IllegalArgumentException refused) {
        return "" + refused.getMessage();
      }
    }

    private String properties() {
      return String.join(
          "|",
          text(Request.path()),
          text(Request.urlPath()),
          text(Request.query()),
          text(Request.host()),
          text(Request.scheme()),
          text(Request.method()),
          text(Request.header("case")),
          text(Request.userAgent()),
          text(Request.protocol()),
          "" + (Request.time().orElse(0) > 0),
          "" + (Source.port().orElse(0) > 0),
          "" + text(Source.address()).endsWith(":" + Source.port().orElse(0)),
          "" + text(Destination.address()).endsWith(":" + Destination.port().orElse(0)),
          "" + (Connection.id().orElse(0) >= 0),
          "" + Connection.isMutualTls(),
          text(Connection.tlsVersion()),
          text(Plugin.name()),
          text(Plugin.vmId()),
          text(Xds.clusterName()),
          "" + (Xds.routeMetadata() != null),
          "" + Xds.listenerDirection().orElse(-1),
          text(Xds.node("id")).isEmpty() + "",
          text(Metadata.text("no.filter", "key")),
          "" + Response.code().isPresent());
    }

    private static String text(@Nullable String value) {
      return value == null ? "-" : value;
    }

    @Override
    public Action onRequestBody(Body body, boolean endOfStream) {
      return switch (name) {
        case "body-drop" -> endOfStream ? Action.CONTINUE : Action.pauseAndDrop();
        case "body-hold-back" -> endOfStream ? Action.CONTINUE : Action.pauseAndHoldBack();
        case "body-buffer" -> endOfStream ? Action.CONTINUE : Action.pauseAndBuffer();
        default -> Action.CONTINUE;
      };
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      if (name.equals("properties")) {
        headers.set(
            "result",
            Response.code().orElse(0)
                + " "
                + (Upstream.port().orElse(0) > 0)
                + " "
                + text(Response.header("content-type")));
      }
      return Action.CONTINUE;
    }
  }
}
