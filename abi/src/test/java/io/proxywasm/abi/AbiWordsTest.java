package io.proxywasm.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AbiWordsTest {
  @Test
  void shouldHaveTheNumbersOfTheSpecification() {
    assertThat(Status.CAS_MISMATCH.code()).isEqualTo(8);
    assertThat(Status.UNIMPLEMENTED.code()).isEqualTo(12);
    assertThat(LogLevel.CRITICAL.code()).isEqualTo(5);
    assertThat(MapType.HTTP_CALL_RESPONSE_TRAILERS.code()).isEqualTo(7);
    assertThat(BufferType.FOREIGN_FUNCTION_ARGUMENTS.code()).isEqualTo(8);
    assertThat(StreamType.UPSTREAM.code()).isEqualTo(3);
    assertThat(MetricType.HISTOGRAM.code()).isEqualTo(2);
    assertThat(PeerType.REMOTE.code()).isEqualTo(2);
  }

  @Test
  void shouldRefuseNumbersWithoutMeaning() {
    assertThatThrownBy(() -> Status.of(13)).hasMessageContaining("Status 13 is not in 0..12");
    assertThatThrownBy(() -> MapType.of(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTellVersionsByTheirMarkers() {
    assertThat(AbiVersion.ofMarker("proxy_abi_version_0_2_1")).contains(AbiVersion.V0_2_1);
    assertThat(AbiVersion.ofMarker("proxy_abi_version_0_3_0")).isEmpty();
    assertThat(AbiVersion.V0_1_0).hasToString("0.1.0");
  }

  @Test
  void shouldJoinAndSplitPropertyPaths() {
    assertThat(PropertyPath.join("request", "headers", "x")).isEqualTo("request\0headers\0x");
    assertThat(PropertyPath.split("a\0\0b")).containsExactly("a", "", "b");
    assertThatThrownBy(() -> PropertyPath.join("a\0b")).hasMessageContaining("segment 0");
  }
}
