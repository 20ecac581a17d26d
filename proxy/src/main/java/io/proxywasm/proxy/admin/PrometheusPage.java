package io.proxywasm.proxy.admin;

import io.proxywasm.host.Histogram;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.config.StatsTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stats for Prometheus: parts of Envoy's names become labels. */
final class PrometheusPage {
  /**
   * A part of a name that is a label.
   *
   * @param label the label's name
   * @param pattern with a group {@code value}, and a group {@code cut}, which is left out of the
   *     name
   */
  private record Tag(String label, Pattern pattern) {
    static Tag of(String label, String regex) {
      return new Tag(label, Pattern.compile(regex));
    }
  }

  /** In the order of the labels in Envoy's output. */
  private static final List<Tag> TAGS =
      List.of(
          Tag.of("envoy_response_code", "_rq(?<cut>_(?<value>\\d{3}))$"),
          Tag.of("envoy_response_code_class", "_rq_(?<cut>(?<value>\\d))xx$"),
          Tag.of("envoy_worker_id", "^listener\\..*\\.worker(?<cut>_(?<value>\\d+))\\."),
          Tag.of("envoy_http_conn_manager_prefix", "^http\\.(?<cut>(?<value>.*?)\\.)"),
          Tag.of(
              "envoy_http_conn_manager_prefix", "^listener\\..*\\.http\\.(?<cut>(?<value>.*?)\\.)"),
          Tag.of("envoy_tcp_prefix", "^tcp\\.(?<cut>(?<value>.*?)\\.)"),
          Tag.of(
              "envoy_listener_address",
              "^listener\\.(?<cut>(?<value>[_.\\d]*|[_\\[\\]a-fA-F\\d]*)\\.)"),
          Tag.of("envoy_cluster_name", "^cluster\\.(?<cut>(?<value>.*?)\\.)"));

  private static final String CUSTOM = "wasmcustom.";

  /** A stat with its labels, for instance {@code a="1",b="2"}. */
  private record Tagged<T>(String labels, T stat) {}

  private PrometheusPage() {}

  static String write(Stats.Snapshot snapshot, List<StatsTag> statsTags) {
    StringBuilder out = new StringBuilder();
    numbers(out, snapshot.counters(), "counter", statsTags);
    numbers(out, snapshot.gauges(), "gauge", statsTags);
    Map<String, List<Tagged<Histogram.Distribution>>> histograms = new TreeMap<>();
    for (Histogram.Distribution histogram : snapshot.histograms()) {
      add(histograms, histogram.name(), histogram, statsTags);
    }
    histograms.forEach(
        (name, stats) -> {
          String metric = metric(name);
          out.append("# TYPE ").append(metric).append(" histogram\n");
          for (Tagged<Histogram.Distribution> tagged : stats) {
            histogram(out, metric, tagged);
          }
        });
    return out.toString();
  }

  private static void numbers(
      StringBuilder out, List<Stats.Value> values, String type, List<StatsTag> statsTags) {
    Map<String, List<Tagged<Stats.Value>>> groups = new TreeMap<>();
    for (Stats.Value value : values) {
      add(groups, value.name(), value, statsTags);
    }
    groups.forEach(
        (name, stats) -> {
          String metric = metric(name);
          out.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
          for (Tagged<Stats.Value> tagged : stats) {
            out.append(metric).append('{').append(tagged.labels).append("} ");
            out.append(Long.toUnsignedString(tagged.stat.value())).append('\n');
          }
        });
  }

  private static <T> void add(
      Map<String, List<Tagged<T>>> groups, String name, T stat, List<StatsTag> statsTags) {
    StringBuilder labels = new StringBuilder();
    String rest = name;
    for (Tag tag : TAGS) {
      Matcher matcher = tag.pattern.matcher(rest);
      if (matcher.find()) {
        label(labels, tag.label, matcher.group("value"));
        rest = rest.substring(0, matcher.start("cut")) + rest.substring(matcher.end("cut"));
      }
    }
    for (StatsTag tag : statsTags) {
      StatsTag.Extracted extracted = tag.extract(rest).orElse(null);
      if (extracted != null) {
        label(labels, clean(tag.tagName()), extracted.value());
        rest = extracted.statName();
      }
    }
    groups
        .computeIfAbsent(rest, key -> new ArrayList<>())
        .add(new Tagged<>(labels.toString(), stat));
  }

  private static void label(StringBuilder labels, String name, String value) {
    labels.append(labels.isEmpty() ? "" : ",").append(name).append("=\"");
    labels.append(escape(value)).append('"');
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** A plugin's own metrics keep their names; all others begin with {@code envoy_}. */
  private static String metric(String name) {
    String own = name.startsWith(CUSTOM) ? name.substring(CUSTOM.length()) : "envoy_" + name;
    return clean(own);
  }

  private static String clean(String name) {
    String clean = name.replaceAll("[^a-zA-Z0-9_]", "_");
    return !clean.isEmpty() && Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
  }

  private static void histogram(
      StringBuilder out, String metric, Tagged<Histogram.Distribution> tagged) {
    String prefix = tagged.labels.isEmpty() ? "" : tagged.labels + ",";
    Histogram.Distribution histogram = tagged.stat;
    for (int i = 0; i < Histogram.BUCKET_BOUNDS.size(); i++) {
      out.append(metric).append("_bucket{").append(prefix).append("le=\"");
      out.append(StatsPage.number(Histogram.BUCKET_BOUNDS.get(i))).append("\"} ");
      out.append(histogram.buckets().get(i)).append('\n');
    }
    out.append(metric).append("_bucket{").append(prefix).append("le=\"+Inf\"} ");
    out.append(histogram.count()).append('\n');
    out.append(metric).append("_sum{").append(tagged.labels).append("} ");
    out.append(StatsPage.number(histogram.sum())).append('\n');
    out.append(metric).append("_count{").append(tagged.labels).append("} ");
    out.append(histogram.count()).append('\n');
  }
}
