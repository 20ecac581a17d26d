package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void shouldAlignItsColumns() {
    TextTable table = new TextTable("plugin", "bytes");
    table.row("floor", "604");
    table.row("a long name", "2641352");

    assertThat(table)
        .hasToString(
            """
            | plugin      |   bytes |
            | ----------- | ------: |
            | floor       |     604 |
            | a long name | 2641352 |
            """);
  }

  @Test
  void shouldRefuseARowOfAnotherLength() {
    TextTable table = new TextTable("plugin", "bytes");

    assertThatIllegalArgumentException().isThrownBy(() -> table.row("floor"));
  }
}
