package io.proxywasm.testkit.junit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.ConfiguredEcho;
import io.proxywasm.testkit.Mode;
import io.proxywasm.testkit.TestProxy;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MethodAnnotationTest {
  private final Set<Mode> seen = EnumSet.noneOf(Mode.class);

  @Order(1)
  @ProxyWasmTest(value = ConfiguredEcho.class, mode = Modes.BOTH)
  @PluginConfiguration("here")
  void shouldRunInEachModeWhenOnlyTheMethodIsAnnotated(TestProxy proxy) {
    assertThat(proxy).said("configured with here");
    assertThat(seen.add(proxy.mode())).isTrue();
  }

  @Order(2)
  @Test
  void shouldHaveRunInBothModesWhenItIsOver() {
    assertThat(seen).containsExactlyInAnyOrder(Mode.JAVA, Mode.WASM);
  }
}
