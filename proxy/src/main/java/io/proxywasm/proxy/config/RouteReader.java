package io.proxywasm.proxy.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where requests go. */
final class RouteReader {
  static final String ROUTE = "envoy.config.route.v3.";
  static final String ROUTES = ROUTE + "RouteConfiguration";

  private static final int MAX_BODY = 4096;

  private final FilterOverrideReader overrides;
  private final List<String> clusters;

  RouteReader(List<HttpFilter> filters, List<String> clusters) {
    this.overrides = new FilterOverrideReader(filters);
    this.clusters = clusters;
  }

  RouteConfiguration read(MessageInput in) {
    int maxBody = in.uint32("max_direct_response_body_size_bytes", MAX_BODY);
    boolean validate = in.flag("validate_clusters", true);
    Map<String, FilterOverride> common = overrides.read(in, Map.of());
    RouteActionReader actions =
        new RouteActionReader(
            overrides, validate ? Optional.of(clusters) : Optional.empty(), maxBody);
    List<VirtualHost> virtualHosts =
        in.messages(
            "virtual_hosts", ROUTE + "VirtualHost", host -> virtualHost(host, common, actions));
    refuseSameDomains(in, virtualHosts);
    return new RouteConfiguration(
        in.text("name"),
        virtualHosts,
        HeaderMutationsReader.read(in),
        in.flag("most_specific_header_mutations_wins", false),
        in.flag("ignore_port_in_host_matching", false),
        CoreReader.metadata(in, "metadata"));
  }

  private static void refuseSameDomains(MessageInput in, List<VirtualHost> virtualHosts) {
    Set<String> seen = new HashSet<>();
    for (VirtualHost host : virtualHosts) {
      for (String domain : host.domains()) {
        if (!seen.add(domain.toLowerCase(Locale.ROOT))) {
          throw in.wrong(
              "virtual_hosts",
              "the domain " + domain + " is there twice, the second time in " + host.name());
        }
      }
    }
  }

  private VirtualHost virtualHost(
      MessageInput in, Map<String, FilterOverride> common, RouteActionReader actions) {
    Map<String, FilterOverride> ours = overrides.read(in, common);
    return new VirtualHost(
        in.requiredText("name"),
        domains(in),
        in.messages("routes", ROUTE + "Route", route -> route(route, ours, actions)),
        HeaderMutationsReader.read(in),
        CoreReader.metadata(in, "metadata"));
  }

  private static List<String> domains(MessageInput in) {
    List<String> domains = in.texts("domains");
    if (domains.isEmpty()) {
      throw in.missing("domains");
    }
    for (String domain : domains) {
      int star = domain.indexOf('*');
      boolean atAnEnd = star == 0 || star == domain.length() - 1;
      if (domain.isEmpty() || star >= 0 && (!atAnEnd || domain.indexOf('*', star + 1) >= 0)) {
        throw in.wrong(
            "domains",
            "\"" + domain + "\" must be a host with at most one *, which begins or ends it");
      }
    }
    return domains;
  }

  private Route route(
      MessageInput in, Map<String, FilterOverride> common, RouteActionReader actions) {
    Map<String, FilterOverride> ours = overrides.read(in, common);
    RouteMatch match = in.requiredMessage("match", ROUTE + "RouteMatch", RouteMatchReader::read);
    return new Route(
        in.text("name"),
        match,
        actions.read(in, ours),
        CoreReader.metadata(in, "metadata"),
        HeaderMutationsReader.read(in),
        ours);
  }
}
