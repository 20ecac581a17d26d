package io.proxywasm.testkit.junit;

import io.proxywasm.testkit.TestPlugin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The plugin of a test, as its annotations say. */
final class Subject {
  private Subject() {}

  static TestPlugin plugin(ExtensionContext context) {
    ProxyWasmTest test = named(context);
    TestPlugin plugin = code(test).rootId(test.rootId());
    var configuration = Annotations.nearest(context, PluginConfiguration.class);
    if (configuration.isPresent()) {
      plugin = plugin.configuration(configuration.get().value());
    }
    var vmConfiguration = Annotations.nearest(context, VmConfiguration.class);
    if (vmConfiguration.isPresent()) {
      plugin = plugin.vmConfiguration(vmConfiguration.get().value());
    }
    return plugin;
  }

  /** Whether the plugin is a module, so that there are no classes of it. */
  static boolean isModule(ExtensionContext context) {
    return !named(context).module().isEmpty();
  }

  private static TestPlugin code(ProxyWasmTest test) {
    if (!test.module().isEmpty()) {
      return TestPlugin.of(Path.of(test.module()));
    }
    return test.mainClass().isEmpty()
        ? TestPlugin.of(test.value())
        : TestPlugin.of(test.mainClass());
  }

  /** The nearest annotation that names a plugin. */
  private static ProxyWasmTest named(ExtensionContext context) {
    List<ProxyWasmTest> all = Annotations.all(context, ProxyWasmTest.class);
    for (ProxyWasmTest each : all) {
      int names =
          (each.value() == void.class ? 0 : 1)
              + (each.mainClass().isEmpty() ? 0 : 1)
              + (each.module().isEmpty() ? 0 : 1);
      if (names > 1) {
        throw new ExtensionConfigurationException(
            each + " names more than one plugin: only one of value, mainClass and module can be");
      }
      if (names == 1) {
        return each;
      }
    }
    throw new ExtensionConfigurationException(
        "@ProxyWasmTest on "
            + context.getDisplayName()
            + " names no plugin: write @ProxyWasmTest(MyPlugin.class), with the class that has its"
            + " main, or @ProxyWasmTest(module = \"path/to/plugin.wasm\")");
  }
}
