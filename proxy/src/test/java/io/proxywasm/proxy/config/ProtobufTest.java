package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What plugins get in protobuf's format is what Envoy's classes read and write. */
final class ProtobufTest {
  private static final Value.Struct STRUCT = struct();

  private static Value.Struct struct() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("null", new Value.Null());
    fields.put("flag", new Value.Bool(true));
    fields.put("number", new Value.Num(-1.5));
    fields.put("text", new Value.Text("é".repeat(100)));
    fields.put("", new Value.Items(List.of(new Value.Bool(false), new Value.Text(""))));
    fields.put("object", new Value.Struct(Map.of("deep", new Value.Num(0))));
    return new Value.Struct(fields);
  }

  private static Struct expected() {
    return Struct.newBuilder()
        .putFields("null", value().setNullValue(NullValue.NULL_VALUE).build())
        .putFields("flag", value().setBoolValue(true).build())
        .putFields("number", value().setNumberValue(-1.5).build())
        .putFields("text", value().setStringValue("é".repeat(100)).build())
        .putFields(
            "",
            value()
                .setListValue(
                    ListValue.newBuilder()
                        .addValues(value().setBoolValue(false))
                        .addValues(value().setStringValue("")))
                .build())
        .putFields(
            "object",
            value()
                .setStructValue(
                    Struct.newBuilder().putFields("deep", value().setNumberValue(0).build()))
                .build())
        .build();
  }

  private static com.google.protobuf.Value.Builder value() {
    return com.google.protobuf.Value.newBuilder();
  }

  @Test
  void shouldWriteStructs() throws InvalidProtocolBufferException {
    assertThat(Struct.parseFrom(STRUCT.toProtobuf().toByteArray())).isEqualTo(expected());
  }

  @Test
  void shouldWriteMetadata() throws InvalidProtocolBufferException {
    Bytes written = new Metadata(Map.of("filter", STRUCT)).toProtobuf();
    var read = io.envoyproxy.envoy.config.core.v3.Metadata.parseFrom(written.toByteArray());
    assertThat(read.getFilterMetadataMap()).isEqualTo(Map.of("filter", expected()));
  }

  @Test
  void shouldWriteNodes() throws InvalidProtocolBufferException {
    Node node = new Node("id", "cluster", STRUCT, new Locality("region", "", "sub"));
    var read = io.envoyproxy.envoy.config.core.v3.Node.parseFrom(node.toProtobuf().toByteArray());
    assertThat(read.getId()).isEqualTo("id");
    assertThat(read.getCluster()).isEqualTo("cluster");
    assertThat(read.getMetadata()).isEqualTo(expected());
    assertThat(read.getLocality().getRegion()).isEqualTo("region");
    assertThat(read.getLocality().getSubZone()).isEqualTo("sub");
    assertThat(Node.EMPTY.toProtobuf()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void shouldGivePluginsAStructAsProtobuf() throws InvalidProtocolBufferException {
    HttpConnectionManager manager =
        (HttpConnectionManager)
            TestConfigs.read("full.yaml").listeners().get(0).filterChains().get(0).terminal();
    Bytes configuration = manager.httpFilters().get(1).plugin().configuration();
    Struct struct = Struct.parseFrom(configuration.toByteArray());
    assertThat(struct.getFieldsMap().keySet()).containsExactly("depth", "on", "names", "none");
    assertThat(struct.getFieldsOrThrow("depth").getNumberValue()).isEqualTo(3);
  }

  @Test
  void shouldGivePluginsAnyOtherMessageAsProtobuf() throws InvalidProtocolBufferException {
    ProxyConfig config =
        TestConfigs.readChanged(
            "config: {name: auth",
            "config: {configuration: {\"@type\": type.googleapis.com/"
                + "envoy.config.core.v3.RuntimeUInt32, default_value: 7, runtime_key: a},"
                + " name: auth");
    HttpConnectionManager manager =
        (HttpConnectionManager) config.listeners().get(0).filterChains().get(0).terminal();
    Bytes configuration = manager.httpFilters().get(0).plugin().configuration();
    assertThat(RuntimeUInt32.parseFrom(configuration.toByteArray()))
        .isEqualTo(RuntimeUInt32.newBuilder().setDefaultValue(7).setRuntimeKey("a").build());
  }
}
