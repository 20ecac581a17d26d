package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertyValueTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Hexadecimal digits of which spaces are left out. */
  private static String digits(String spaced) {
    return spaced.replace(" ", "");
  }

  private static String text(String value) {
    return hex(value.getBytes(UTF_8));
  }

  private static byte[] bytes(PropertyValue value) {
    byte[] bytes = PropertyBytes.of(value);
    assertThat(bytes).isNotNull();
    return bytes == null ? new byte[0] : bytes;
  }

  @Test
  void shouldWriteSingleValuesInTheFormOfTheAbi() {
    assertThat(bytes(PropertyValue.utf8("a\u00e4"))).isEqualTo("a\u00e4".getBytes(UTF_8));
    assertThat(bytes(new PropertyValue.Text("a\u00ff"))).isEqualTo("a\u00ff".getBytes(ISO_8859_1));
    assertThat(hex(bytes(new PropertyValue.Bytes(new byte[] {0, -1})))).isEqualTo("00ff");
    assertThat(hex(bytes(new PropertyValue.Int(-2)))).isEqualTo("feffffffffffffff");
    assertThat(hex(bytes(new PropertyValue.Real(1.0)))).isEqualTo("000000000000f03f");
    assertThat(hex(bytes(new PropertyValue.Bool(true)))).isEqualTo("01");
    assertThat(hex(bytes(new PropertyValue.Timestamp(256)))).isEqualTo("0001000000000000");
    assertThat(hex(bytes(new PropertyValue.Duration(1)))).isEqualTo("0100000000000000");
    assertThat(PropertyBytes.of(new PropertyValue.Null())).isNull();
  }

  @Test
  void shouldWriteMapsAndListsAsPairs() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("k", "v");
    map.put("b", true);

    assertThat(hex(bytes(PropertyValue.struct(map))))
        .isEqualTo(
            digits(
                "02000000 01000000 01000000 01000000 01000000"
                    + (text("k") + "00" + text("v") + "00" + text("b") + "00" + "01" + "00")));
    assertThat(hex(bytes(new PropertyValue.Items(List.of(PropertyValue.utf8("x"))))))
        .isEqualTo(digits("01000000 01000000 00000000" + text("x") + "00 00"));
    assertThat(hex(bytes(PropertyValue.Fields.EMPTY))).isEqualTo("00000000");
    assertThat(hex(bytes(new PropertyValue.Items(List.of())))).isEqualTo("00000000");
  }

  @Test
  void shouldHaveNoFormWhenAMapHoldsANull() {
    Map<String, Object> map = new HashMap<>();
    map.put("k", null);

    assertThat(PropertyBytes.of(PropertyValue.struct(map))).isNull();
    assertThat(PropertyBytes.of(PropertyValue.struct(Map.of("inner", map)))).isNull();
    assertThat(PropertyBytes.of(new PropertyValue.Items(List.of(new PropertyValue.Null()))))
        .isNull();
  }

  @Test
  void shouldRefuseWhatAStructCannotHold() {
    assertThatThrownBy(() -> PropertyValue.struct(Map.of("k", Thread.currentThread())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void shouldEncodeAStructAsProtobufDoes() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("s", "x");
    values.put("n", 1);
    values.put("b", false);
    values.put("l", Arrays.asList("y", null));
    values.put("m", Map.of("k", ""));

    assertThat(hex(MessageType.struct(PropertyValue.struct(values))))
        .isEqualTo(
            digits(
                // fields { key: "s" value { string_value: "x" } }
                ("0a 08 0a 01" + text("s") + "12 03 1a 01" + text("x"))
                    // number_value: 1
                    + ("0a 0e 0a 01" + text("n") + "12 09 11 000000000000f03f")
                    // bool_value: false
                    + ("0a 07 0a 01" + text("b") + "12 02 20 00")
                    // list_value { values { string_value: "y" } values { null_value: 0 } }
                    + ("0a 10 0a 01" + text("l") + "12 0b 32 09")
                    + ("0a 03 1a 01" + text("y") + "0a 02 08 00")
                    // struct_value { fields { key: "k" value { string_value: "" } } }
                    + ("0a 10 0a 01" + text("m") + "12 0b 2a 09")
                    + ("0a 07 0a 01" + text("k") + "12 02 1a 00")));
  }

  @Test
  void shouldEncodeANodeAsProtobufDoes() {
    PropertyValue.Message node =
        PropertyValue.node(
            "id", "", PropertyValue.struct(Map.of("s", "x")), PropertyValue.locality("r", "", "z"));

    assertThat(hex(node.encode()))
        .isEqualTo(
            digits(
                ("0a 02" + text("id"))
                    + ("1a 0a 0a 08 0a 01" + text("s") + "12 03 1a 01" + text("x"))
                    + ("22 06 0a 01" + text("r") + "1a 01" + text("z"))));
    assertThat(bytes(node)).isEqualTo(node.encode());
  }

  @Test
  void shouldEncodeMetadataAsProtobufDoes() {
    PropertyValue.Message metadata =
        PropertyValue.metadata(Map.of("f", PropertyValue.struct(Map.of("s", "x"))));

    assertThat(hex(metadata.encode()))
        .isEqualTo(
            digits("0a 0f 0a 01" + text("f") + "12 0a 0a 08 0a 01" + text("s") + "12 03 1a 01 78"));
    assertThat(PropertyValue.metadata(Map.of()).encode()).isEmpty();
  }

  @Test
  void shouldReadUnsetFieldsAsTheirDefaults() {
    PropertyValue.Message node = PropertyValue.node("", "", PropertyValue.Fields.EMPTY, null);

    assertThat(node.field("cluster")).isEqualTo(new PropertyValue.Text(""));
    assertThat(node.field("user_agent_name")).isEqualTo(new PropertyValue.Text(""));
    assertThat(node.field("client_features")).isEqualTo(new PropertyValue.Items(List.of()));
    assertThat(node.field("locality")).isInstanceOf(PropertyValue.Message.class);
    assertThat(node.field("no_such_field")).isNull();
  }
}
