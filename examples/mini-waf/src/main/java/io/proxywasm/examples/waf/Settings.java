package io.proxywasm.examples.waf;

import io.proxywasm.config.Default;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import java.util.List;

/**
 * The plugin's configuration.
 *
 * @param mode what happens to a request that a rule finds
 * @param rules what is looked for
 * @param maxBodyBytes how large a body may be
 */
@PluginConfig
record Settings(
    @Default("block") Mode mode,
    List<Rule> rules,
    @Default("131072") @Range(min = 0, max = 1048576) int maxBodyBytes) {
  enum Mode {
    BLOCK,
    LOG
  }

  enum Part {
    PATH,
    QUERY,
    HEADERS,
    BODY
  }

  /**
   * A rule.
   *
   * @param id its name in the log and the answer
   * @param parts where it looks
   * @param contains what it looks for, in lower case
   */
  record Rule(
      String id,
      @Range(min = 1) List<Part> parts,
      @Range(min = 1) List<@Range(min = 1) String> contains) {}
}
