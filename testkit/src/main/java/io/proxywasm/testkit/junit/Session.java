package io.proxywasm.testkit.junit;

import io.proxywasm.testkit.Mistake;
import io.proxywasm.testkit.Mode;
import io.proxywasm.testkit.TestPlugin;
import io.proxywasm.testkit.TestProxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What one test in one mode has got. */
final class Session implements AutoCloseable {
  private final Mode mode;
  private final TestPlugin plugin;
  private final List<String> clusters;
  private final List<TestProxy> proxies = new ArrayList<>();
  private @Nullable TestProxy proxy;

  private Session(ExtensionContext context, Mode mode) {
    this.mode = mode;
    this.plugin = Subject.plugin(context);
    this.clusters =
        Annotations.all(context, Clusters.class).stream()
            .flatMap(names -> List.of(names.value()).stream())
            .toList();
  }

  static Session of(ExtensionContext context, Mode mode) {
    return context
        .getStore(ProxyWasmExtension.NAMESPACE)
        .computeIfAbsent(Session.class, any -> new Session(context, mode), Session.class);
  }

  static boolean has(Class<?> type) {
    return type == TestProxy.class || type == TestProxy.Builder.class;
  }

  Object get(Class<?> type) {
    return type == TestProxy.class ? proxy() : builder();
  }

  private TestProxy proxy() {
    TestProxy present = proxy;
    if (present == null) {
      present = builder().build();
      proxy = present;
    }
    return present;
  }

  private TestProxy.Builder builder() {
    TestProxy.Builder builder =
        TestProxy.builder().plugin(plugin).mode(mode).whenBuilt(proxies::add);
    clusters.forEach(builder::cluster);
    return builder;
  }

  /** What has happened in all its proxies. */
  String report() {
    StringBuilder report = new StringBuilder();
    proxies.forEach(each -> report.append(each.report()));
    return report.toString();
  }

  /** The mistakes of plugins that the test has not asked for, with the report; or nothing. */
  String mistakes() {
    StringBuilder text = new StringBuilder();
    for (TestProxy each : proxies) {
      List<Mistake> unseen = each.unseenMistakes();
      if (!unseen.isEmpty()) {
        text.append("The test passed, but the plugin got something wrong:\n");
        unseen.forEach(mistake -> text.append("  ").append(mistake).append('\n'));
        text.append("A test in which it is meant to asks for it: by TestProxy.mistakes() or")
            .append(" assertThat(proxy).hasMistake(...).\n\n")
            .append(each.report());
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    proxies.forEach(TestProxy::close);
    proxies.clear();
  }
}
