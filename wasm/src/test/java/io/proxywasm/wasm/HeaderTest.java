package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                         | not a WebAssembly module: it is empty
          50 4b 03 04 14             | not a WebAssembly module: begins with 50 4b 03 04 (a zip or jar file)
          ca fe ba be 00             | not a WebAssembly module: begins with ca fe ba be (a Java class file)
          7f 45 4c 46                | not a WebAssembly module: begins with 7f 45 4c 46 (a native executable)
          1f 8b 08 00                | not a WebAssembly module: begins with 1f 8b 08 00 (a gzip file)
          28 6d 6f 64                | not a WebAssembly module: begins with 28 6d 6f 64 (text: "(mod")
          00 61                      | not a WebAssembly module: it is only 00 61
          00 61 73 6d 01             | a WebAssembly module that ends after 5 bytes; is the file cut off?
          00 61 73 6d 0d 00 01 00    | a WebAssembly component, not a module
          00 61 73 6d 02 00 00 00    | a WebAssembly module of version 2.0; only version 1 exists
          00 61 73 6d 01 00 00 00 0e | a section's id is 14 instead of 0 to 13
          """)
  void shouldSayWhatTheFileIsWhenItIsNoModule(String hex, String message) {
    assertThatThrownBy(() -> WasmModule.read(Hex.bytes(hex).toByteArray()))
        .isInstanceOf(WasmFormatException.class)
        .hasMessageContaining(message);
  }
}
