package io.proxywasm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class TextsTest {
  @Test
  void shouldShowSizes() {
    assertThat(Texts.size(0)).isEqualTo("0 B");
    assertThat(Texts.size(1023)).isEqualTo("1023 B");
    assertThat(Texts.size(1536)).isEqualTo("1.5 KB");
    assertThat(Texts.size(1_048_570)).isEqualTo("1.0 MB");
  }

  @Test
  void shouldWriteJson() {
    assertThat(Json.write(Map.of("a", List.of(1, true, "x\"\\\n\u0001\uD83D", Optional.empty()))))
        .isEqualTo(
            "{\n  \"a\": [\n    1,\n    true,\n    \"x\\\"\\\\\\n\\u0001\\ud83d\",\n    null\n  ]\n}");
    assertThat(Json.write(Map.of())).isEqualTo("{}");
    assertThat(Json.write(List.of())).isEqualTo("[]");
  }

  @Test
  void shouldReadHostAndPort() {
    HostPort.Converter converter = new HostPort.Converter();

    assertThat(converter.convert("a.b:80")).isEqualTo(new HostPort("a.b", 80));
    assertThat(converter.convert("[::1]:65535")).isEqualTo(new HostPort("::1", 65535));
    for (String bad : List.of("a", ":80", "a:", "a:65536", "::1:80", "a:x")) {
      assertThatThrownBy(() -> converter.convert(bad)).isInstanceOf(TypeConversionException.class);
    }
  }
}
