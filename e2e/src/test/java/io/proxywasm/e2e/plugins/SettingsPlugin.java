package io.proxywasm.e2e.plugins;

import io.proxywasm.config.Default;
import io.proxywasm.config.Name;
import io.proxywasm.config.Pattern;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import io.proxywasm.json.JsonValue;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logs its configuration, which has a component of each kind. */
public final class SettingsPlugin extends PluginContext {
  @PluginConfig
  record Settings(
      @Default("log") Mode mode,
      @Default("1.5s") Duration timeout,
      @Default("0.5") @Range(min = 0, max = 1) double share,
      @Default("9000000000") long big,
      @Default("true") boolean on,
      @Default("[]") List<Rule> rules,
      @Default("{}") Map<String, List<Integer>> table,
      @Default("{}") Nested nested,
      @Nullable String note,
      Optional<Integer> count,
      Optional<JsonValue> any) {}

  enum Mode {
    LOG,
    BLOCK,
    @Name("no-op")
    NOTHING
  }

  record Rule(@Pattern("/.*") String path, @Range(min = 0, max = 1000) int rate) {
    Rule {
      if (path.endsWith("/") && rate == 0) {
        throw new IllegalArgumentException("a folder needs a rate");
      }
    }
  }

  record Nested(@Default("x") @Range(min = 1, max = 3) String name, @Nullable Nested inner) {}

  public static void main(String[] args) {
    ProxyWasm.plugin(SettingsPlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    Settings read = SettingsReader.read(configuration);
    StringBuilder text = new StringBuilder();
    text.append(read.mode().ordinal()).append(' ').append(read.timeout().toMillis()).append(' ');
    text.append(read.share()).append(' ').append(read.big()).append(' ').append(read.on());
    for (Rule rule : read.rules()) {
      text.append(' ').append(rule.path()).append('=').append(rule.rate());
    }
    for (Map.Entry<String, List<Integer>> row : read.table().entrySet()) {
      text.append(' ').append(row.getKey()).append('=').append(row.getValue());
    }
    Nested inner = read.nested().inner();
    text.append(' ').append(read.nested().name()).append(' ');
    text.append(inner == null ? "none" : inner.name()).append(' ').append(read.note()).append(' ');
    text.append(read.count().orElse(-1)).append(' ');
    text.append(read.any().map(JsonValue::toString).orElse("nothing"));
    Log.info(text.toString());
    return true;
  }
}
