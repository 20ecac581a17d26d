package io.proxywasm.proxy.config;

import com.google.re2j.Matcher;
import java.util.Optional;

/**
 * A tag of stats ({@code stats_config.stats_tags}).
 *
 * @param tagName its name
 * @param source where its value comes from
 */
public record StatsTag(String tagName, Source source) {

  /**
   * Takes the tag out of a stat's name.
   *
   * @param statName the stat's name
   * @return what is left and the value, or empty when the name has no such tag
   */
  public Optional<Extracted> extract(String statName) {
    if (source instanceof Fixed fixed) {
      return Optional.of(new Extracted(statName, fixed.value()));
    }
    Matcher matcher = ((Extractor) source).regex().matcher(statName);
    if (!matcher.find() || matcher.groupCount() == 0) {
      return Optional.empty();
    }
    String value = matcher.group(Math.min(2, matcher.groupCount()));
    if (value == null || matcher.start(1) < 0) {
      return Optional.empty();
    }
    String rest = statName.substring(0, matcher.start(1)) + statName.substring(matcher.end(1));
    return Optional.of(new Extracted(rest, value));
  }

  /** Where a tag's value comes from. */
  public sealed interface Source {}

  /**
   * Every stat has it ({@code fixed_value}).
   *
   * @param value the value
   */
  public record Fixed(String value) implements Source {}

  /**
   * From the stat's name ({@code regex}).
   *
   * @param regex the first group is taken out of the name; the second one, or else the first, is
   *     the value
   */
  public record Extractor(Regex regex) implements Source {}

  /**
   * A stat's name without a tag.
   *
   * @param statName what is left
   * @param value the tag's value
   */
  public record Extracted(String statName, String value) {}
}
