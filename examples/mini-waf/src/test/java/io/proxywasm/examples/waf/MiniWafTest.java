package io.proxywasm.examples.waf;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.PluginConfiguration;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ProxyWasmTest(MiniWaf.class)
@PluginConfiguration(
    """
    {"maxBodyBytes": 1000, "rules": [
      {"id": "sql", "parts": ["query", "body"], "contains": ["union select", "' or '1'='1"]},
      {"id": "xss", "parts": ["query", "headers", "body"], "contains": ["<script"]},
      {"id": "files", "parts": ["path"], "contains": ["/.git", "/etc/passwd"]}]}
    """)
class MiniWafTest {
  @ParameterizedTest
  @CsvSource({
    "/?q=1%20UNION%20select%20*, sql",
    "/?q=1+union+select+2, sql",
    "/?%3CScript%3E=1, xss",
    "/a/../.git/config, files",
    "/x/%2e%67it/config, files",
    "/%2egit/config, files",
    "/%2f..%2fetc/passwd, malformed-path",
    "/../../etc/passwd, malformed-path",
    "/%zz, malformed-path",
    "/union select, ",
    "/?q=unionselect, "
  })
  void shouldFindItHoweverItIsSpelled(String path, String rule, TestProxy proxy) {
    assertFound(HttpRequest.get(path), rule, proxy);
  }

  private static void assertFound(HttpRequest request, String rule, TestProxy proxy) {
    if (rule == null) {
      assertThat(proxy.send(request)).hasStatus(200);
      return;
    }
    assertThat(proxy.send(request))
        .didNotReachUpstream()
        .hasStatus(403)
        .hasHeader("x-waf-rule", rule)
        .hasBody("Forbidden");
    assertThat(proxy).said("blocked by " + rule);
  }

  @Test
  void shouldLookIntoHeaders(TestProxy proxy) {
    assertFound(HttpRequest.get("/").header("user-agent", "<SCRIPT>"), "xss", proxy);
    assertFound(HttpRequest.get("/").header("user-agent", "union select"), null, proxy);
  }

  @Test
  void shouldLookIntoBodiesAlsoAcrossChunks(TestProxy proxy) {
    HttpRequest post = HttpRequest.of("POST", "/");
    assertThat(proxy.send(post.body("a union ").body("select b")))
        .hasStatus(403)
        .hasHeader("x-waf-rule", "sql");
    HttpRequest form = post.header("content-type", "application/x-www-form-urlencoded");
    assertThat(proxy.send(form.body("a=1&b=%27+or+%271%27%3D%271"))).hasStatus(403);
    assertThat(proxy.send(post.body("harmless"))).hasStatus(200).hasUpstreamBody("harmless");
    assertThat(proxy.send(post.body("x".repeat(1001)))).hasStatus(413);
  }

  @Test
  @PluginConfiguration(
      """
      {"mode": "log", "rules": [{"id": "xss", "parts": ["query"], "contains": ["<script"]}]}
      """)
  void shouldOnlyLogWhenToldSo(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/?q=<script>"))).hasStatus(200);
    assertThat(proxy).said("found by xss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"rules\": [{\"id\": \"a\", \"parts\": [\"cookie\"], \"contains\": [\"x\"]}]}",
        "{\"rules\": [{\"id\": \"a\", \"parts\": [\"path\"], \"contains\": [\"\"]}]}"
      })
  void shouldRefuseToStartWhenTheConfigurationIsWrong(
      String configuration, TestProxy.Builder builder, TestPlugin plugin) {
    assertThat(builder.plugins(plugin.configuration(configuration)).refusal())
        .hasValueSatisfying(
            refusal -> assertThat(refusal).contains("configuration refused: $.rules"));
  }
}
