package io.proxywasm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.wasm.NumberType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HostProfileTest {
  @ParameterizedTest
  @CsvSource({"V0_1_0, 40", "V0_2_0, 38", "V0_2_1, 39"})
  void shouldGiveAsManyProxyFunctionsAsEnvoyDoes(AbiVersion version, int count) {
    assertThat(HostProfile.ENVOY_1_40.functions(version))
        .filteredOn(function -> function.name().startsWith("proxy_"))
        .hasSize(count);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveAllButOneOfWasiUnderBothNames(HostProfile host) {
    List<HostFunction> functions = host.functions(AbiVersion.V0_2_0);

    assertThat(functions).filteredOn(f -> f.module().equals("wasi_snapshot_preview1")).hasSize(45);
    assertThat(functions).filteredOn(f -> f.module().equals("wasi_unstable")).hasSize(45);
    assertThat(functions).extracting(HostFunction::name).doesNotContain("proc_raise");
  }

  @Test
  void shouldGiveTheLogLevelOnlySinceTheVersionThatHasIt() {
    assertThat(HostProfile.ENVOY_1_36.functions(AbiVersion.V0_2_0))
        .extracting(HostFunction::name)
        .doesNotContain("proxy_get_log_level");
    assertThat(HostProfile.ENVOY_1_36.functions(AbiVersion.V0_2_1))
        .extracting(HostFunction::name)
        .contains("proxy_get_log_level");
  }

  @Test
  void shouldCallHeadersWithEndOfStreamSinceTheVersionThatHasIt() {
    String callback = "proxy_on_request_headers";

    assertThat(HostProfile.ENVOY_1_40.callbacks(AbiVersion.V0_1_0))
        .containsEntry(callback, Signature.parse("ii:i"));
    assertThat(HostProfile.ENVOY_1_40.callbacks(AbiVersion.V0_2_1))
        .containsEntry(callback, Signature.parse("iii:i"));
  }

  @Test
  void shouldTakeMetricsAs64BitNumbers() {
    assertThat(HostProfile.EMBEDDED.functions(AbiVersion.V0_2_1))
        .filteredOn(function -> function.name().equals("proxy_record_metric"))
        .first()
        .extracting(function -> function.type().parameters())
        .isEqualTo(List.of(NumberType.I32, NumberType.I64));
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeFoundByItsName(HostProfile host) {
    assertThat(HostProfile.ofId(host.id())).contains(host);
    assertThat(HostProfile.ofId("envoy-0.1")).isEmpty();
  }
}
