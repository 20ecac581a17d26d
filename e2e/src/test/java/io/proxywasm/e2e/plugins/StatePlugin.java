package io.proxywasm.e2e.plugins;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Counter;
import io.proxywasm.sdk.Gauge;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.Histogram;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.Properties;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedData;
import io.proxywasm.sdk.SharedValue;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Uses what outlives a stream, as the header {@code case} says. */
public final class StatePlugin extends PluginContext {
  /** How many updates a request makes that contends. */
  public static final int UPDATES = 1000;

  private Counter requests = Metrics.counter("e2e.requests");
  private final Gauge gauge = Metrics.gauge("e2e.gauge");
  private final Histogram histogram = Metrics.histogram("e2e.histogram");
  private int ticks;

  /** Which of the VMs this is. */
  private String vm = "";

  public static void main(String[] args) {
    ProxyWasm.plugin(StatePlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    requests = Metrics.counter("e2e.requests");
    vm = add("vms");
    setTickPeriod(10);
    return true;
  }

  @Override
  public void onTick() {
    ticks++;
    if (ticks == 3) {
      Log.info("ticked 3 times");
      setTickPeriod(0);
    }
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    private String name = "";

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      requests.increment();
      name = headers.get("case", "");
      if (name.equals("shared-contend")) {
        return respond(200).body(vm + " " + contend(headers.get("key", ""))).send();
      }
      if (name.equals("shared-flip")) {
        return respond(200).body(vm + " " + flip(headers.get("key", ""))).send();
      }
      String result =
          switch (name) {
            case "metrics" -> metrics();
            case "counter-negative" -> {
              requests.add(-1);
              yield "";
            }
            case "properties" -> properties();
            case "not-a-number" -> "" + Properties.number("plugin_name");
            case "set-property" -> {
              Properties.set("value \u00e4", "my.own");
              yield "" + Properties.text("my.own");
            }
            case "shared" -> shared();
            case "shared-add" -> add(headers.get("key", "sum"));
            case "shared-get" -> text(SharedData.get(headers.get("key", "sum")));
            case "shared-race" -> race();
            case "shared-remove" -> remove();
            case "log" -> logs();
            default -> "";
          };
      headers.set("result", result);
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      if (name.equals("properties") || name.equals("set-property")) {
        headers.set(
            "result",
            Properties.number("response", "code").orElse(0) + " " + Properties.text("my.own"));
      }
      return Action.CONTINUE;
    }
  }

  private String metrics() {
    Counter counter = Metrics.counter("e2e.counter");
    long before = counter.value();
    counter.increment();
    counter.add(41);
    gauge.set(10);
    gauge.add(5);
    gauge.add(-8);
    histogram.record(7);
    histogram.record(9);
    Counter same = Metrics.counter("e2e.counter");
    return before + " " + counter.value() + " " + same.value() + " " + gauge.value();
  }

  private static String properties() {
    OptionalLong port = Properties.number("source", "port");
    String address = Properties.text("source", "address");
    return Properties.text("request", "path")
        + "|"
        + Properties.text("request", "method")
        + "|"
        + Properties.text("plugin_name")
        + "|"
        + Properties.text("plugin_vm_id")
        + "|"
        + (address != null && address.equals("127.0.0.1:" + port.orElse(0)))
        + "|"
        + (Properties.number("request", "time").orElse(0) > 1_600_000_000_000_000_000L)
        + "|"
        + Properties.flag("connection", "mtls")
        + "|"
        + Properties.text("request", "headers", "case")
        + "|"
        + Properties.text("no", "such")
        + "|"
        + Properties.bytes("nothing")
        + "|"
        + Properties.number("no", "number").isPresent()
        + "|"
        + Properties.text("xds", "route_name")
        + "|"
        + Properties.text("xds", "cluster_name");
  }

  private static String shared() {
    SharedValue before = SharedData.get("missing-" + System.nanoTime());
    SharedData.set("key", "one");
    SharedValue one = SharedData.get("key");
    int cas = one == null ? 0 : one.cas();
    boolean first = SharedData.compareAndSet("key", Bytes.utf8("two"), cas);
    boolean second = SharedData.compareAndSet("key", Bytes.utf8("three"), cas);
    return before
        + " "
        + text(one)
        + " "
        + first
        + " "
        + second
        + " "
        + text(SharedData.get("key"));
  }

  private static String remove() {
    String key = "removed-" + System.nanoTime();
    Bytes one = Bytes.utf8("one");
    String result = "" + SharedData.remove(key) + SharedData.setIfAbsent(key, one);
    SharedValue before = SharedData.get(key);
    result += " " + SharedData.setIfAbsent(key, one) + SharedData.remove(key);
    result += " " + SharedData.get(key) + SharedData.remove(key);
    result += " " + SharedData.compareAndSet(key, one, before == null ? 0 : before.cas());
    result += " " + SharedData.setIfAbsent(key, Bytes.utf8("two")) + text(SharedData.get(key));
    result += " " + SharedData.update(key, old -> Bytes.empty()) + SharedData.get(key);
    result += " " + SharedData.update(key, old -> Bytes.utf8("was " + old)).utf8();
    SharedData.set(key, "");
    return result + " " + SharedData.get(key) + " " + emptyIfAbsent(key);
  }

  private static String emptyIfAbsent(String key) {
    try {
      return "" + SharedData.setIfAbsent(key, Bytes.empty());
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String text(@Nullable SharedValue value) {
    return value == null ? "none" : value.data().utf8();
  }

  private static String race() {
    StringBuilder sums = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      sums.append(text(SharedData.get("sum-" + i))).append(' ');
    }
    return sums.toString();
  }

  private static String add(String key) {
    return SharedData.update(
            key, old -> Bytes.utf8("" + (old == null ? 1 : Integer.parseInt(old.utf8()) + 1)))
        .utf8();
  }

  /** Adds one a thousand times; returns how often another VM was faster. */
  private static int contend(String key) {
    int[] tries = {0};
    for (int i = 0; i < UPDATES; i++) {
      var unused =
          SharedData.update(
              key,
              old -> {
                tries[0]++;
                return Bytes.utf8("" + (old == null ? 1 : Integer.parseInt(old.utf8()) + 1));
              });
    }
    return tries[0] - UPDATES;
  }

  /** Makes and removes a value; returns how often each was done by this VM. */
  private static String flip(String key) {
    int made = 0;
    int removed = 0;
    for (int i = 0; i < UPDATES; i++) {
      made += SharedData.setIfAbsent(key, Bytes.utf8("there")) ? 1 : 0;
      removed += SharedData.remove(key) ? 1 : 0;
    }
    return made + " " + removed;
  }

  private static String logs() {
    Log.trace("said at trace");
    Log.debug("said at debug");
    Log.info("said at info");
    Log.warn("said at warn");
    Log.error("said at error");
    Log.critical("said at critical");
    Log.log(LogLevel.DEBUG, () -> "supplied at debug");
    Log.log(LogLevel.INFO, () -> "supplied at info");
    return Log.isEnabled(LogLevel.DEBUG) + " " + Log.isEnabled(LogLevel.INFO);
  }
}
