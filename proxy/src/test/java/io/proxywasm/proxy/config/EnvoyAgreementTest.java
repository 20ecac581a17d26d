package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Envoy's own classes read the same from a configuration. */
final class EnvoyAgreementTest {
  static final List<String> ALL = TestConfigs.ALL;

  private static ProxyConfig withoutJson(ProxyConfig config) {
    return new ProxyConfig(
        config.node(),
        config.admin(),
        config.listeners(),
        config.clusters(),
        config.wasmServices(),
        config.statsTags(),
        config.statsFlushInterval(),
        "");
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void shouldReadTheSameWhenEnvoysClassesHaveReadAndWrittenIt(String name)
      throws InvalidProtocolBufferException {
    Tree tree = ProxyConfigReader.parse(TestConfigs.text(name), name);
    JsonFormat.TypeRegistry.Builder types = JsonFormat.TypeRegistry.newBuilder();
    TestTypes.addAll(tree, types);
    Bootstrap.Builder bootstrap = Bootstrap.newBuilder();
    JsonFormat.parser().usingTypeRegistry(types.build()).merge(JsonWriter.plain(tree), bootstrap);
    String written =
        JsonFormat.printer()
            .usingTypeRegistry(types.build())
            .preservingProtoFieldNames()
            .print(bootstrap);

    ProxyConfig ours = TestConfigs.read(name);

    assertThat(withoutJson(TestConfigs.parse(written, "written.json")))
        .isEqualTo(withoutJson(ours));
  }
}
