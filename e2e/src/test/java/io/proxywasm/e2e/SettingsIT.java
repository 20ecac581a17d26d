package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.plugins.SettingsPlugin;
import io.proxywasm.envoy.EnvoyPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that are bound to records, of every type that there is, in compiled modules. */
class SettingsIT extends OnEachHostAndAsJava {
  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage =
        Stage.on(host)
            .plugin("none", TestPlugin.code(SettingsPlugin.class), plugin -> plugin)
            .plugin(
                "all",
                TestPlugin.code(SettingsPlugin.class),
                plugin ->
                    plugin.configuration(
                        """
                        {"mode": "no-op", "timeout": "250ms", "share": 1e-1, "big": -1, "on": false,
                         "rules": [{"path": "/a", "rate": 5}, {"rate": 1000, "path": "/\\u00e4"}],
                         "table": {"a": [1, -2], "": []}, "nested": {"inner": {"name": "y"}},
                         "note": "n", "count": 7, "any": {"a": [1, null]}}
                        """))
            .start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void shouldTakeDefaultsWhenThereIsNoConfiguration() {
    stage.awaitLog(0, "0 1500 0.5 9000000000 true x none null -1 nothing"::equals);
  }

  @Test
  void shouldTakeWhatIsConfigured() {
    stage.awaitLog(
        0, "2 250 0.1 -1 false /a=5 /\u00e4=1000 a=[1, -2] =[] x y n 7 {\"a\":[1,null]}"::equals);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"mode": "LOG"}                             | $.mode: "LOG": expected one of log, block, no-op
          {"timeout": "5 s"}                          | $.timeout: "5 s": expected a duration like "1.5s"
          {"share": 1.01}                             | $.share: 1.01: expected a number from 0 to 1
          {"big": 9223372036854775808}                | $.big: 9223372036854775808: expected a whole number of 64 bits
          {"on": null}                                | $.on: null: expected true or false
          {"rules": [{"path": "/", "rate": 1}, {"path": "/b"}]} | $.rules[1].rate: missing: expected a whole number from 0 to 1000
          {"rules": [{"path": "/", "rate": 0}]}       | $.rules[0]: a folder needs a rate
          {"table": {"a b": [1, 2147483648]}}         | $.table["a b"][1]: 2147483648: expected a whole number of 32 bits
          {"table": {"a": [], "a": []}}               | $.table.a: the field comes twice
          {"nested": {"inner": {"nam": "y"}}}         | $.nested.inner.nam: unknown field: expected one of name, inner
          {"nested": {"name": "long"}}                | $.nested.name: "long": expected a text of 1 to 3 characters
          {"on": true,}                               | $.on: no JSON at line 1, column 13: expected a name in quotes, found '}'
          """)
  void shouldRefuseToStartWhenSomethingIsWrong(String configuration, String reason) {
    int mark = stage.mark();
    EnvoyPlugin plugin =
        EnvoyPlugin.builder("refused", TestPlugin.code(SettingsPlugin.class))
            .configuration(configuration)
            .build();
    assertThat(stage.refusal(plugin)).contains("Unable to create Wasm");
    assertThat(stage.said(mark))
        .anySatisfy(
            line ->
                assertThat(line.lines().findFirst().orElse(""))
                    .endsWith(": configuration refused: " + reason));
  }
}
