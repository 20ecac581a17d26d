package io.proxywasm.compiler;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.wasm.FunctionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hosts that a module can be made for, and checked against: what they give and what they look
 * for.
 */
public enum HostProfile {
  /** Envoy 1.36, the oldest one that ran plugins in Java. */
  ENVOY_1_36("envoy-1.36"),
  /** Envoy 1.37. */
  ENVOY_1_37("envoy-1.37"),
  /** Envoy 1.38. */
  ENVOY_1_38("envoy-1.38"),
  /** Envoy 1.39. */
  ENVOY_1_39("envoy-1.39"),
  /** Envoy 1.40. */
  ENVOY_1_40("envoy-1.40"),
  /** This project's own host. */
  EMBEDDED("embedded");

  private static final String ENVOY_MODULE = ProxyFunctions.MODULE;

  private final String id;

  HostProfile(String id) {
    this.id = id;
  }

  /** Returns the profile's name on the command line: {@code envoy-1.40}. */
  public String id() {
    return id;
  }

  /**
   * Returns the profile of a name.
   *
   * @param id the name, as {@link #id} gives it
   * @return the profile, if there is one of that name
   */
  public static Optional<HostProfile> ofId(String id) {
    return Arrays.stream(values()).filter(profile -> profile.id.equals(id)).findFirst();
  }

  /**
   * Returns the functions that this host gives to modules of an ABI version.
   *
   * @param version which version
   * @return every function that can be imported
   */
  public List<HostFunction> functions(AbiVersion version) {
    List<HostFunction> functions = new ArrayList<>();
    ProxyFunctions.of(version)
        .forEach(
            (name, type) -> functions.add(new HostFunction(ProxyFunctions.MODULE, name, type)));
    if (isEnvoy()) {
      functions.add(new HostFunction(ENVOY_MODULE, "envoy_resolve_dns", Signature.parse("iii:i")));
    }
    for (String module : WasiFunctions.MODULES) {
      WasiFunctions.ALL.forEach(
          (name, type) -> functions.add(new HostFunction(module, name, type)));
    }
    return functions;
  }

  /**
   * Returns the exports that this host looks for in modules of an ABI version. None is required but
   * an allocator.
   *
   * @param version which version
   * @return the signature of each, by name
   */
  public Map<String, FunctionType> callbacks(AbiVersion version) {
    Map<String, FunctionType> callbacks = new LinkedHashMap<>(HostCallbacks.of(version));
    if (isEnvoy()) {
      callbacks.put("envoy_on_resolve_dns", Signature.parse("iii:"));
      callbacks.put("envoy_on_stats_update", Signature.parse("ii:"));
    }
    return callbacks;
  }

  /** Returns whether it is a real Envoy. */
  public boolean isEnvoy() {
    return this != EMBEDDED;
  }

  /** Returns the host as people name it: {@code Envoy 1.40}. */
  @Override
  public String toString() {
    return isEnvoy() ? "Envoy " + id.substring("envoy-".length()) : "the embedded host";
  }
}
