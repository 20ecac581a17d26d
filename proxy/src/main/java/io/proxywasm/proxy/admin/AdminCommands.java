package io.proxywasm.proxy.admin;

import io.proxywasm.proxy.admin.AdminRequest.BadRequestException;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.Node;
import io.proxywasm.proxy.config.ProxyConfig;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the admin endpoint can do. */
final class AdminCommands {
  @FunctionalInterface
  private interface Command {
    AdminResponse run(AdminRequest request);
  }

  private record Entry(
      boolean changes, String help, Map<String, String> parameters, Command command) {}

  private final AdminTarget target;
  private final Map<String, Entry> commands = new LinkedHashMap<>();

  AdminCommands(AdminTarget target) {
    this.target = target;
    show("/", "this list", Map.of(), request -> AdminResponse.text(help()));
    show(
        "/clusters",
        "upstream cluster status",
        ordered(
            "filter", "Regular expression (Google re2) for filtering clusters by name",
            "format", "File format to use; One of (text, json)"),
        request -> ClustersPage.handle(request, target.clusters()));
    show("/config_dump", "dump the configuration", Map.of(), this::configDump);
    change(
        "/drain_listeners",
        "drain listeners",
        ordered(
            "graceful", "ask clients to go before the listeners are closed",
            "inboundonly", "drains all inbound listeners, by their traffic_direction"),
        this::drainListeners);
    change(
        "/healthcheck/fail",
        "cause the server to fail health checks",
        Map.of(),
        request -> healthCheck(true));
    change(
        "/healthcheck/ok",
        "cause the server to pass health checks",
        Map.of(),
        request -> healthCheck(false));
    show(
        "/help",
        "print out list of admin commands",
        Map.of(),
        request -> AdminResponse.text(help()));
    show(
        "/listeners",
        "print listener info",
        ordered("format", "File format to use; One of (text, json)"),
        this::listeners);
    change(
        "/logging",
        "query/change logging levels",
        ordered(
            "paths",
                "Change multiple logging levels by setting to"
                    + " <logger_name1>:<desired_level1>,<logger_name2>:<desired_level2>.",
            "level",
                "desired logging level, this will change all loggers's level; One of (, trace,"
                    + " debug, info, warning, error, critical, off)"),
        request -> LoggingPage.handle(request, target.loggers()));
    show("/memory", "print current allocation/heap usage", Map.of(), request -> memory());
    change("/quitquitquit", "exit the server", Map.of(), this::quit);
    show(
        "/ready",
        "print server state, return 200 if LIVE, otherwise return 503",
        Map.of(),
        request -> ready());
    change("/reopen_logs", "reopen access logs", Map.of(), this::reopenLogs);
    change("/reset_counters", "reset all counters to zero", Map.of(), this::resetCounters);
    show(
        "/server_info",
        "print server version/status information",
        Map.of(),
        request -> serverInfo());
    show(
        "/stats",
        "print server stats",
        ordered(
            "usedonly", "Only include stats that are not zero",
            "filter", "Regular expression (Google re2) for filtering stats",
            "invert_filter", "Invert the filter regex",
            "format", "Format to use; One of (text, json, prometheus)",
            "type", "Stat types to include.; One of (All, Counters, Histograms, Gauges)",
            "histogram_buckets",
                "Histogram bucket display mode; One of (cumulative, disjoint, detailed, summary)"),
        request -> StatsPage.handle(request, target.stats(), target.config().statsTags()));
    show(
        "/stats/prometheus",
        "print server stats in prometheus format",
        ordered(
            "usedonly", "Only include stats that are not zero",
            "filter", "Regular expression (Google re2) for filtering stats",
            "invert_filter", "Invert the filter regex"),
        request -> StatsPage.prometheus(request, target.stats(), target.config().statsTags()));
  }

  private static Map<String, String> ordered(String... namesAndTexts) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      map.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return map;
  }

  private void show(String path, String help, Map<String, String> parameters, Command command) {
    commands.put(path, new Entry(false, help, parameters, command));
  }

  private void change(String path, String help, Map<String, String> parameters, Command command) {
    commands.put(path, new Entry(true, help, parameters, command));
  }

  AdminResponse handle(AdminRequest request) {
    Entry entry = commands.get(request.path());
    if (entry == null) {
      return AdminResponse.text(404, "invalid path. " + help());
    }
    if (entry.changes && !request.method().equals("POST")) {
      return AdminResponse.text(405, "Method " + request.method() + " not allowed, POST required.");
    }
    try {
      return entry.command.run(request);
    } catch (BadRequestException e) {
      return AdminResponse.text(400, String.valueOf(e.getMessage()));
    }
  }

  private String help() {
    StringBuilder out = new StringBuilder("admin commands are:\n");
    commands.forEach(
        (path, entry) -> {
          out.append("  ").append(path).append(entry.changes ? " (POST)" : "");
          out.append(": ").append(entry.help).append('\n');
          entry.parameters.forEach(
              (name, help) ->
                  out.append("      ").append(name).append(": ").append(help).append('\n'));
        });
    return out.toString();
  }

  private AdminResponse configDump(AdminRequest request) {
    return ConfigDumpPage.handle(request, target.config().json(), target.configTime());
  }

  private AdminResponse drainListeners(AdminRequest request) {
    List<Listener> all = target.config().listeners();
    if (request.has("inboundonly")) {
      long inbound =
          all.stream()
              .filter(each -> each.trafficDirection() == Listener.TrafficDirection.INBOUND)
              .count();
      if (inbound == 0) {
        return AdminResponse.ok();
      }
      if (inbound < all.size()) {
        throw new BadRequestException(
            "inboundonly is served only when all listeners are inbound, or none is.\n");
      }
    }
    target.drainListeners(request.has("graceful"));
    return AdminResponse.ok();
  }

  private AdminResponse healthCheck(boolean fail) {
    target.failHealthChecks(fail);
    return AdminResponse.ok();
  }

  private AdminResponse reopenLogs(AdminRequest request) {
    target.reopenLogs();
    return AdminResponse.ok();
  }

  private AdminResponse resetCounters(AdminRequest request) {
    target.stats().resetCounters();
    return AdminResponse.ok();
  }

  private AdminResponse quit(AdminRequest request) {
    target.quit();
    return AdminResponse.ok();
  }

  private AdminResponse listeners(AdminRequest request) {
    Map<String, InetSocketAddress> listeners = target.listeners();
    if ("json".equals(request.parameter("format"))) {
      List<Object> statuses = new ArrayList<>();
      listeners.forEach(
          (name, address) ->
              statuses.add(
                  Json.object("name", name, "local_address", ClustersPage.address(address))));
      return AdminResponse.json(
          listeners.isEmpty() ? Map.of() : Json.object("listener_statuses", statuses));
    }
    StringBuilder out = new StringBuilder();
    listeners.forEach(
        (name, address) -> out.append(name).append("::").append(text(address)).append('\n'));
    return AdminResponse.text(out.toString());
  }

  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private AdminResponse ready() {
    AdminTarget.State state = target.state();
    return AdminResponse.text(state == AdminTarget.State.LIVE ? 200 : 503, state + "\n");
  }

  private AdminResponse serverInfo() {
    ProxyConfig config = target.config();
    Node node = config.node();
    String uptime = Duration.between(target.startTime(), Instant.now()).toSeconds() + "s";
    Map<String, Object> nodeJson =
        Json.object(
            "id", node.id(), "cluster", node.cluster(), "user_agent_name", "proxy-wasm-java");
    return AdminResponse.json(
        Json.object(
            "version",
            version(),
            "state",
            target.state().name(),
            "uptime_current_epoch",
            uptime,
            "uptime_all_epochs",
            uptime,
            "command_line_options",
            Json.object("concurrency", target.concurrency()),
            "node",
            nodeJson));
  }

  /** As Envoy's: revision, version, state of the sources, kind of the build, TLS library. */
  private static String version() {
    String version = AdminCommands.class.getPackage().getImplementationVersion();
    return "proxy-wasm-java/"
        + (version == null ? "dev" : version)
        + "/Clean/RELEASE/JDK-"
        + Runtime.version().feature();
  }

  private static AdminResponse memory() {
    MemoryMXBean bean = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = bean.getHeapMemoryUsage();
    MemoryUsage other = bean.getNonHeapMemoryUsage();
    return AdminResponse.json(
        Json.object(
            "allocated",
            Long.toString(heap.getUsed()),
            "heap_size",
            Long.toString(heap.getCommitted()),
            "pageheap_unmapped",
            "0",
            "pageheap_free",
            Long.toString(heap.getCommitted() - heap.getUsed()),
            "total_thread_cache",
            "0",
            "total_physical_bytes",
            Long.toString(heap.getCommitted() + other.getCommitted())));
  }
}
