package io.proxywasm.testkit.junit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThatThrownBy;

import io.proxywasm.host.PluginException;
import io.proxywasm.testkit.ConfiguredEcho;
import io.proxywasm.testkit.TestProxy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(ConfiguredEcho.class)
@PluginConfiguration("class")
class ConfigurationAnnotationsTest {
  @Test
  void shouldTakeTheClassesConfigurationWhenTheMethodHasNone(TestProxy proxy) {
    assertThat(proxy.said()).containsExactly("configured with class");
  }

  @Test
  @PluginConfiguration("method")
  void shouldTakeTheMethodsConfigurationWhenItHasOne(TestProxy proxy) {
    assertThat(proxy.said()).containsExactly("configured with method");
  }

  @Test
  @PluginConfiguration("bad")
  void shouldThrowWithTheLogWhenThePluginRefuses(TestProxy.Builder builder) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("refused its configuration")
        .hasMessageContaining("configured with bad");
  }

  @Nested
  @PluginConfiguration("nested")
  class Inner {
    @Test
    void shouldTakeTheNestedClassesConfigurationWhenItHasOne(TestProxy proxy) {
      assertThat(proxy.said()).containsExactly("configured with nested");
    }
  }
}
