package io.proxywasm.proxy.admin;

import io.proxywasm.proxy.admin.AdminRequest.BadRequestException;
import io.proxywasm.proxy.config.ProxyConfigReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /config_dump}: the configuration as Envoy shows it. */
final class ConfigDumpPage {
  private static final String ADMIN = "type.googleapis.com/envoy.admin.v3.";
  private static final String CONFIG = "type.googleapis.com/envoy.config.";

  private ConfigDumpPage() {}

  static AdminResponse handle(AdminRequest request, String bootstrapJson, Instant time) {
    for (String parameter : request.query().keySet()) {
      throw new BadRequestException(
          "The parameter " + parameter + " is not served; /config_dump shows all there is.\n");
    }
    String updated = time.truncatedTo(ChronoUnit.MILLIS).toString();
    Object bootstrap = ProxyConfigReader.values(bootstrapJson);
    Map<?, ?> resources = map(map(bootstrap).get("static_resources"));
    List<Object> configs = new ArrayList<>();
    configs.add(
        Json.object(
            "@type",
            ADMIN + "BootstrapConfigDump",
            "bootstrap",
            bootstrap,
            "last_updated",
            updated));
    configs.add(
        Json.object(
            "@type",
            ADMIN + "ClustersConfigDump",
            "static_clusters",
            wrap(resources.get("clusters"), "cluster", "cluster.v3.Cluster", updated)));
    configs.add(
        Json.object(
            "@type",
            ADMIN + "ListenersConfigDump",
            "static_listeners",
            wrap(resources.get("listeners"), "listener", "listener.v3.Listener", updated)));
    List<Object> routes = new ArrayList<>();
    findRoutes(resources.get("listeners"), routes);
    configs.add(
        Json.object(
            "@type",
            ADMIN + "RoutesConfigDump",
            "static_route_configs",
            wrap(routes, "route_config", "route.v3.RouteConfiguration", updated)));
    return AdminResponse.json(Json.object("configs", configs));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Each message with its type, in a message that has it under a name; null when there is none. */
  private static @Nullable List<Object> wrap(
      @Nullable Object messages, String name, String type, String updated) {
    if (!(messages instanceof List<?> list) || list.isEmpty()) {
      return null;
    }
    List<Object> wrapped = new ArrayList<>();
    for (Object message : list) {
      Map<String, Object> typed = Json.object("@type", CONFIG + type);
      map(message).forEach((key, value) -> typed.put(String.valueOf(key), value));
      wrapped.add(Json.object(name, typed, "last_updated", updated));
    }
    return wrapped;
  }

  private static void findRoutes(@Nullable Object value, List<Object> found) {
    if (value instanceof List<?> list) {
      list.forEach(item -> findRoutes(item, found));
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : new LinkedHashMap<>(map).entrySet()) {
        if ("route_config".equals(entry.getKey())) {
          found.add(entry.getValue());
        } else {
          findRoutes(entry.getValue(), found);
        }
      }
    }
  }
}
