package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class WasmSectionsTest {

  @Test
  void shouldCutCustomSectionsOnly() {
    byte[] module = {0, 'a', 's', 'm', 1, 0, 0, 0, 0, 3, 1, 'n', 9, 1, 1, 0, 0, 2, 1, 'm'};

    assertThat(WasmSections.strip(module)).containsExactly(0, 'a', 's', 'm', 1, 0, 0, 0, 1, 1, 0);
  }

  @Test
  void shouldRefuseWhatIsNoModule() {
    byte[] text = "(module)".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> WasmSections.strip(text))
        .withMessageContaining("magic");
  }

  @Test
  void shouldRefuseASectionThatIsTooLong() {
    byte[] module = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 9, 0};

    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> WasmSections.strip(module))
        .withMessageContaining("section 1 at offset 8");
  }
}
