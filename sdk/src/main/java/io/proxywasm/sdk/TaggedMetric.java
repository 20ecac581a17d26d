package io.proxywasm.sdk;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Metrics of one name that differ by tags. Made with {@link Metrics#counter(String, String...)} and
 * the like, once; each combination of values is one metric of the host and stays.
 *
 * <p>The host has only names: {@code requests} with the tags {@code method} and {@code code}
 * becomes {@code method=.=GET;.;code=.=200;.;requests}, the form that Istio's plugins use. Envoy
 * makes tags of it again by {@code stats_config} in its bootstrap:
 *
 * <pre>{@code
 * stats_config:
 *   stats_tags:
 *   - {tag_name: method, regex: "(method=\\.=(.*?);\\.;)"}
 *   - {tag_name: code, regex: "(code=\\.=(.*?);\\.;)"}
 * }</pre>
 *
 * @param <M> {@link Counter}, {@link Gauge} or {@link Histogram}
 */
public final class TaggedMetric<M> {
  private final String name;
  private final String[] tags;
  private final Function<String, M> define;
  private final Map<String, M> metrics = new HashMap<>();

  TaggedMetric(String name, String[] tags, Function<String, M> define) {
    this.name = name;
    this.tags = tags;
    this.define = define;
  }

  /**
   * Returns the metric with these values, in the order of the tags: {@code proxy_define_metric} the
   * first time. Only values of which there are few make sense: no user names, no paths.
   *
   * @throws IllegalArgumentException if there are more or fewer values than tags
   */
  public M with(String... values) {
    if (values.length != tags.length) {
      throw new IllegalArgumentException(
          name
              + " has "
              + Digits.of(tags.length)
              + " tags, but got "
              + Digits.of(values.length)
              + " values");
    }
    String key = "";
    for (int i = 0; i < tags.length; i++) {
      key += tags[i] + "=.=" + values[i] + ";.;";
    }
    key += name;
    M metric = metrics.get(key);
    if (metric == null) {
      metric = define.apply(key);
      metrics.put(key, metric);
    }
    return metric;
  }
}
