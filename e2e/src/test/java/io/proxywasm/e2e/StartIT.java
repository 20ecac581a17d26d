package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.plugins.StartPlugins;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyValue;
import io.proxywasm.envoy.FailurePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends the start of a plugin is told, and nothing else ends it. */
class StartIT extends OnEachHostAndAsJava {

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage =
        Stage.on(host)
            .plugin(
                StartPlugins.Configured.class,
                plugin ->
                    plugin
                        .configuration("some text, \u00e4\u20ac\ud83d\ude00")
                        .vmConfiguration(EnvoyValue.text("of the vm")))
            .plugin(
                "unconfigured", TestPlugin.code(StartPlugins.Configured.class), plugin -> plugin)
            .start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadItsConfigurationWhenThereIsOne(Protocol protocol) {
    Message response = stage.send(protocol, "Configured", Request.get(protocol.path("configured")));
    assertThat(response.header("configuration")).isEqualTo("some text, \u00e4\u20ac\ud83d\ude00");
    assertThat(response.header("vm-configuration")).isEqualTo("of the vm");
  }

  @Test
  void shouldReadNothingWhenThereIsNoConfiguration() {
    Message response = stage.send(Protocol.HTTP_1, "unconfigured", Request.get("/h1/none"));
    assertThat(response.header("configuration")).isEmpty();
    assertThat(response.header("vm-configuration")).isEmpty();
  }

  @Test
  void shouldRunInOrderWhenAVmStarts() {
    assertThat(stage.said(0))
        .containsSubsequence(
            "in main",
            "started with <of the vm>",
            "configured with <some text, \u00e4\u20ac\ud83d\ude00>");
  }

  @Test
  void shouldRefuseTheStartWhenOnConfigureThrows() {
    assertRefused(
        plugin(StartPlugins.Configured.class).configuration("throw"),
        "onConfigure failed in context 1: java.lang.IllegalArgumentException: cannot use \"throw\"");
  }

  @Test
  void shouldRefuseTheStartWhenOnConfigureReturnsFalse() {
    assertRefused(
        plugin(StartPlugins.Configured.class).configuration("refuse"), "configured with <refuse>");
  }

  @Test
  void shouldRefuseTheStartWhenOnConfigureThrowsAndThePolicyIsOpen() {
    assertRefused(
        plugin(StartPlugins.Configured.class)
            .configuration("throw")
            .failurePolicy(FailurePolicy.FAIL_OPEN),
        "onConfigure failed in context 1: ");
  }

  @Test
  void shouldRefuseTheStartWhenOnStartThrows() {
    assertRefused(
        plugin(StartPlugins.Configured.class).vmConfiguration(EnvoyValue.text("throw")),
        "onStart failed in context 1: java.lang.IllegalArgumentException:"
            + " cannot start with \"throw\"");
  }

  @Test
  void shouldRefuseTheStartWhenOnStartReturnsFalse() {
    assertRefused(
        plugin(StartPlugins.Configured.class).vmConfiguration(EnvoyValue.text("refuse")),
        "started with <refuse>");
  }

  @Test
  void shouldRefuseTheStartWhenMainThrows() {
    assertRefused(
        plugin(StartPlugins.MainThrows.class),
        "main failed in context 0: java.lang.IllegalStateException: thrown in main");
  }

  @Test
  void shouldSayWhatIsTooMuchWhenMainMakesTwoPlugins() {
    assertRefused(
        plugin(StartPlugins.MainMakesTwo.class),
        "java.lang.IllegalStateException: main made a plugin already");
  }

  @Test
  void shouldNameTheHostcallWhenMainMakesOne() {
    assertRefused(
        plugin(StartPlugins.MainHostcall.class),
        "proxy_define_metric is not allowed before the VM starts");
  }

  @Test
  void shouldRefuseTheStartWhenAStaticInitializerThrows() {
    assertRefused(plugin(StartPlugins.StaticThrows.class), "java.lang.NumberFormatException");
  }

  @Test
  void shouldNameTheHostcallWhenAStaticInitializerMakesOne() {
    assertRefused(
        plugin(StartPlugins.StaticHostcall.class),
        "proxy_define_metric is not allowed before the VM starts");
  }

  private static EnvoyPlugin.Builder plugin(Class<?> main) {
    return EnvoyPlugin.builder("refused", TestPlugin.code(main)).vmId("refused");
  }

  private static void assertRefused(EnvoyPlugin.Builder plugin, String said) {
    int mark = stage.mark();
    String refusal = stage.refusal(plugin.build());
    assertThat(refusal).contains("Unable to create Wasm");
    assertThat(stage.said(mark)).anyMatch(line -> line.contains(said));
    // A trap or a crash would be a refusal too, but one without words.
    stage.assertVmsLive();
    assertThat(stage.send(Protocol.HTTP_1, "Configured", Request.get("/h1/still")).status())
        .isEqualTo(200);
  }
}
