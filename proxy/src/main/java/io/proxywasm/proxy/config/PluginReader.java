package io.proxywasm.proxy.config;

import static io.proxywasm.proxy.config.CoreReader.CORE;

import io.proxywasm.proxy.config.PluginConfig.FailurePolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads plugins. */
final class PluginReader {
  static final String HTTP_WASM = "envoy.extensions.filters.http.wasm.v3.Wasm";
  static final String NETWORK_WASM = "envoy.extensions.filters.network.wasm.v3.Wasm";
  static final String SERVICE = "envoy.extensions.wasm.v3.WasmService";

  private static final String WASM = "envoy.extensions.wasm.v3.";

  private final LimitsReader limits;

  PluginReader(LimitsReader limits) {
    this.limits = limits;
  }

  /** The field {@code config} of a filter or a logger. */
  PluginConfig config(MessageInput in) {
    return in.requiredMessage("config", WASM + "PluginConfig", this::plugin);
  }

  WasmService service(MessageInput in) {
    return new WasmService(config(in), in.flag("singleton", false));
  }

  private PluginConfig plugin(MessageInput in) {
    String name = in.text("name");
    return new PluginConfig(
        name,
        in.text("root_id"),
        in.requiredMessage("vm_config", WASM + "VmConfig", PluginReader::vm),
        in.any("configuration"),
        failurePolicy(in),
        reloadBackoff(in),
        allowedCapabilities(in),
        in.flag("allow_on_headers_stop_iteration", false),
        limits.of(name));
  }

  private static FailurePolicy failurePolicy(MessageInput in) {
    boolean failOpen = in.flag("fail_open", false);
    Map<String, Optional<FailurePolicy>> words = new LinkedHashMap<>();
    for (FailurePolicy policy :
        List.of(FailurePolicy.FAIL_CLOSED, FailurePolicy.FAIL_OPEN, FailurePolicy.FAIL_RELOAD)) {
      words.put(policy.name(), Optional.of(policy));
    }
    words.put("UNSPECIFIED", Optional.empty());
    Optional<FailurePolicy> policy = in.word("failure_policy", words, Optional.empty());
    if (failOpen && policy.isPresent()) {
      throw in.wrong("fail_open", "only one of fail_open and failure_policy may be there");
    }
    return policy.orElse(failOpen ? FailurePolicy.FAIL_OPEN_AT_ONCE : FailurePolicy.FAIL_CLOSED);
  }

  private static Duration reloadBackoff(MessageInput in) {
    return in.message(
            "reload_config",
            WASM + "ReloadConfig",
            reload ->
                reload.message("backoff", CORE + "BackoffStrategy", PluginReader::baseInterval))
        .flatMap(backoff -> backoff)
        .orElse(PluginConfig.DEFAULT_RELOAD_BACKOFF);
  }

  private static Duration baseInterval(MessageInput in) {
    return in.positiveDuration("base_interval").orElseThrow(() -> in.missing("base_interval"));
  }

  private static Set<String> allowedCapabilities(MessageInput in) {
    String sanitization = WASM + "SanitizationConfig";
    return in.message(
            "capability_restriction_config",
            WASM + "CapabilityRestrictionConfig",
            restriction ->
                restriction
                    .map(
                        "allowed_capabilities",
                        sanitization,
                        value -> MessageInput.read(value, sanitization, none -> true))
                    .keySet())
        .orElse(Set.of());
  }

  private static VmConfig vm(MessageInput in) {
    String runtime = in.text("runtime");
    if (!runtime.isEmpty() && !runtime.equals("envoy.wasm.runtime.v8")) {
      throw in.wrong(
          "runtime", "the runtime " + runtime + " is not served. Served: envoy.wasm.runtime.v8");
    }
    return new VmConfig(
        in.text("vm_id"),
        in.requiredMessage("code", CORE + "AsyncDataSource", PluginReader::code),
        in.any("configuration"),
        in.message("environment_variables", WASM + "EnvironmentVariables", PluginReader::variables)
            .orElse(Map.of()),
        in.flag("allow_precompiled", false),
        in.flag("nack_on_code_cache_miss", false));
  }

  private static Map<String, String> variables(MessageInput in) {
    Map<String, String> given = in.textMap("key_values");
    Map<String, String> result = new LinkedHashMap<>(given);
    List<String> host = in.texts("host_env_keys");
    for (int i = 0; i < host.size(); i++) {
      String key = host.get(i);
      if (given.containsKey(key) || host.indexOf(key) < i) {
        throw in.wrong("host_env_keys", "the variable " + key + " is there twice");
      }
      String value = in.reading().environmentVariable(key);
      if (!value.isEmpty()) {
        result.put(key, value);
      }
    }
    return result;
  }

  private static Code code(MessageInput in) {
    Optional<DataSource> local =
        in.message("local", CoreReader.DATA_SOURCE, CoreReader::dataSource);
    Optional<Code.Remote> remote =
        in.message("remote", CORE + "RemoteDataSource", PluginReader::remote);
    return in.exactlyOneOf("local", "remote").equals("local")
        ? new Code.Local(local.orElseThrow())
        : remote.orElseThrow();
  }

  private static Code.Remote remote(MessageInput in) {
    Retries retries =
        in.message("retry_policy", CORE + "RetryPolicy", PluginReader::retries)
            .orElse(Retries.DEFAULT);
    String sha256 = in.requiredText("sha256");
    if (!sha256.matches("[0-9a-fA-F]{64}")) {
      throw in.wrong("sha256", "must be 64 hexadecimal digits, but is \"" + sha256 + "\"");
    }
    return in.requiredMessage(
        "http_uri",
        CORE + "HttpUri",
        uri -> {
          String address = uri.requiredText("uri");
          uri.exactlyOneOf("cluster");
          return new Code.Remote(
              address,
              uri.requiredText("cluster"),
              uri.duration("timeout").orElseThrow(() -> uri.missing("timeout")),
              sha256,
              retries.number(),
              retries.baseInterval(),
              retries.maxInterval());
        });
  }

  private static Retries retries(MessageInput in) {
    int number = in.uint32("num_retries", Retries.DEFAULT.number());
    return in.message("retry_back_off", CORE + "BackoffStrategy", b -> backoff(b, number))
        .orElse(new Retries(number, Duration.ofSeconds(1), Duration.ofSeconds(10)));
  }

  private static Retries backoff(MessageInput in, int number) {
    Duration base = baseInterval(in);
    Duration max = in.positiveDuration("max_interval").orElse(base.multipliedBy(10));
    if (max.compareTo(base) < 0) {
      throw in.wrong("max_interval", "must not be less than base_interval");
    }
    return new Retries(number, base, max);
  }

  private record Retries(int number, Duration baseInterval, Duration maxInterval) {
    static final Retries DEFAULT = new Retries(1, Duration.ofSeconds(1), Duration.ofSeconds(10));
  }
}
