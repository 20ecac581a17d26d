package io.proxywasm.proxy.admin;

import com.google.re2j.Pattern;
import io.proxywasm.host.Histogram;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.admin.AdminRequest.BadRequestException;
import io.proxywasm.proxy.config.StatsTag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** {@code /stats}: text, JSON, and the way to {@link PrometheusPage}. */
final class StatsPage {
  private enum Buckets {
    SUMMARY,
    CUMULATIVE,
    DISJOINT,
    DETAILED
  }

  private StatsPage() {}

  static AdminResponse handle(AdminRequest request, Stats stats, List<StatsTag> tags) {
    String format = request.parameter("format");
    Stats.Snapshot snapshot = select(request, stats.snapshot());
    return switch (format == null ? "text" : format) {
      case "text" -> AdminResponse.text(text(snapshot, buckets(request)));
      case "json" -> AdminResponse.rawJson(json(snapshot, buckets(request)));
      case "prometheus" -> AdminResponse.text(PrometheusPage.write(snapshot, tags));
      default -> throw new BadRequestException("usage: /stats?format=(json|prometheus|text)\n\n");
    };
  }

  static AdminResponse prometheus(AdminRequest request, Stats stats, List<StatsTag> tags) {
    return AdminResponse.text(PrometheusPage.write(select(request, stats.snapshot()), tags));
  }

  private static Buckets buckets(AdminRequest request) {
    String mode = request.parameter("histogram_buckets");
    return switch (mode == null || mode.isEmpty() ? "summary" : mode) {
      case "summary" -> Buckets.SUMMARY;
      case "cumulative" -> Buckets.CUMULATIVE;
      case "disjoint" -> Buckets.DISJOINT;
      case "detailed" -> Buckets.DETAILED;
      default ->
          throw new BadRequestException(
              "usage: /stats?histogram_buckets=(cumulative|disjoint|detailed|summary)\n");
    };
  }

  private static Stats.Snapshot select(AdminRequest request, Stats.Snapshot all) {
    Pattern filter = request.regex("filter");
    boolean invert = request.has("invert_filter");
    boolean usedOnly = request.has("usedonly");
    String type = request.parameter("type");
    String kind = type == null ? "All" : type;
    if (!List.of("All", "Counters", "Gauges", "Histograms", "TextReadouts").contains(kind)) {
      throw new BadRequestException("invalid &type= param\n");
    }
    return new Stats.Snapshot(
        select(kind, "Counters", all.counters(), filter, invert, usedOnly),
        select(kind, "Gauges", all.gauges(), filter, invert, usedOnly),
        kind.equals("All") || kind.equals("Histograms")
            ? all.histograms().stream()
                .filter(histogram -> matches(filter, invert, histogram.name()))
                .filter(histogram -> !usedOnly || histogram.count() > 0)
                .toList()
            : List.of());
  }

  private static List<Stats.Value> select(
      String kind,
      String ofKind,
      List<Stats.Value> values,
      @Nullable Pattern filter,
      boolean invert,
      boolean usedOnly) {
    if (!kind.equals("All") && !kind.equals(ofKind)) {
      return List.of();
    }
    return values.stream()
        .filter(value -> matches(filter, invert, value.name()))
        .filter(value -> !usedOnly || value.value() != 0)
        .toList();
  }

  private static boolean matches(@Nullable Pattern filter, boolean invert, String name) {
    return filter == null || filter.matcher(name).find() != invert;
  }

  /** Counters and gauges together, sorted by name. */
  private static List<Stats.Value> numbers(Stats.Snapshot snapshot) {
    List<Stats.Value> all = new ArrayList<>(snapshot.counters());
    all.addAll(snapshot.gauges());
    all.sort(Comparator.comparing(Stats.Value::name));
    return all;
  }

  private static String text(Stats.Snapshot snapshot, Buckets mode) {
    StringBuilder out = new StringBuilder();
    for (Stats.Value value : numbers(snapshot)) {
      out.append(value.name()).append(": ");
      out.append(Long.toUnsignedString(value.value())).append('\n');
    }
    for (Histogram.Distribution histogram : snapshot.histograms()) {
      text(out, histogram, mode);
    }
    return out.toString();
  }

  private static void text(StringBuilder out, Histogram.Distribution histogram, Buckets mode) {
    out.append(histogram.name()).append(":");
    if (histogram.count() == 0) {
      out.append(" No recorded values\n");
      return;
    }
    switch (mode) {
      case SUMMARY -> summary(out, histogram);
      case CUMULATIVE -> bounds(out, i -> histogram.buckets().get(i));
      case DISJOINT -> bounds(out, i -> disjoint(histogram, i));
      case DETAILED -> {
        out.append("\n  totals=").append(histogram.count()).append("\n  summary=");
        int at = out.length();
        summary(out, histogram);
        out.deleteCharAt(at);
        return;
      }
    }
    out.append('\n');
  }

  private static void summary(StringBuilder out, Histogram.Distribution histogram) {
    for (int i = 0; i < Histogram.QUANTILES.size(); i++) {
      out.append(" P").append(percent(i)).append("(nan,");
      out.append(number(histogram.quantiles().get(i))).append(')');
    }
  }

  private static void bounds(StringBuilder out, ToLongFunction<Integer> count) {
    for (int i = 0; i < Histogram.BUCKET_BOUNDS.size(); i++) {
      out.append(" B").append(shortNumber(Histogram.BUCKET_BOUNDS.get(i)));
      out.append("(0,").append(count.applyAsLong(i)).append(')');
    }
  }

  private static long disjoint(Histogram.Distribution histogram, int bucket) {
    long below = bucket == 0 ? 0 : histogram.buckets().get(bucket - 1);
    return histogram.buckets().get(bucket) - below;
  }

  private static String json(Stats.Snapshot snapshot, Buckets mode) {
    StringBuilder out = new StringBuilder("{\"stats\":[");
    String separator = "";
    for (Stats.Value value : numbers(snapshot)) {
      out.append(separator).append("{\"name\":");
      Json.appendText(out, value.name());
      out.append(",\"value\":").append(Long.toUnsignedString(value.value())).append('}');
      separator = ",";
    }
    if (!snapshot.histograms().isEmpty()) {
      out.append(separator);
      if (mode == Buckets.SUMMARY) {
        quantiles(out, snapshot.histograms());
      } else {
        buckets(out, snapshot.histograms(), mode);
      }
    }
    return out.append("]}").toString();
  }

  private static void quantiles(StringBuilder out, List<Histogram.Distribution> histograms) {
    out.append("{\"histograms\":{\"supported_quantiles\":[");
    for (int i = 0; i < Histogram.QUANTILES.size(); i++) {
      out.append(i == 0 ? "" : ",").append(percent(i));
    }
    out.append("],\"computed_quantiles\":[");
    String separator = "";
    for (Histogram.Distribution histogram : histograms) {
      out.append(separator).append("{\"name\":");
      Json.appendText(out, histogram.name());
      out.append(",\"values\":[");
      for (int i = 0; i < Histogram.QUANTILES.size(); i++) {
        String value = histogram.count() == 0 ? "null" : number(histogram.quantiles().get(i));
        out.append(i == 0 ? "" : ",").append("{\"cumulative\":").append(value);
        out.append(",\"interval\":null}");
      }
      out.append("]}");
      separator = ",";
    }
    out.append("]}}");
  }

  private static void buckets(
      StringBuilder out, List<Histogram.Distribution> histograms, Buckets mode) {
    out.append("{\"histograms\":[");
    String separator = "";
    for (Histogram.Distribution histogram : histograms) {
      out.append(separator).append("{\"name\":");
      Json.appendText(out, histogram.name());
      out.append(",\"buckets\":[");
      for (int i = 0; i < Histogram.BUCKET_BOUNDS.size(); i++) {
        long count = mode == Buckets.DISJOINT ? disjoint(histogram, i) : histogram.buckets().get(i);
        out.append(i == 0 ? "" : ",").append("{\"upper_bound\":");
        out.append(number(Histogram.BUCKET_BOUNDS.get(i))).append(",\"interval\":0");
        out.append(",\"cumulative\":").append(count).append('}');
      }
      out.append("]}");
      separator = ",";
    }
    out.append("]}");
  }

  private static String percent(int quantile) {
    return number(
        BigDecimal.valueOf(Histogram.QUANTILES.get(quantile)).movePointRight(2).doubleValue());
  }

  /** The shortest digits that stand for the number, without a needless point. */
  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** As C++ prints floating point numbers: six digits, and an exponent for large ones. */
  private static String shortNumber(double value) {
    if (value < 1_000_000) {
      return number(value);
    }
    String text = String.format(Locale.ROOT, "%.5e", value);
    int exponent = text.indexOf('e');
    return text.substring(0, exponent).replaceAll("\\.?0+$", "") + text.substring(exponent);
  }
}
