package io.proxywasm.maven;

import io.proxywasm.compiler.HostProfile;
import io.proxywasm.maven.plugins.PassingPlugin;
import io.proxywasm.sdk.HttpContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A project after its classes were compiled. */
record TestProject(Path root) {
  Path classes() {
    return root.resolve("classes");
  }

  TestProject with(Class<?> plugin) throws IOException {
    String name = plugin.getName().replace('.', '/') + ".class";
    Path file = classes().resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = plugin.getResourceAsStream("/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return this;
  }

  Build build() {
    return build(PassingPlugin.class, false);
  }

  Build build(Class<?> plugin, boolean keepNames) {
    return new Build(
        classes(),
        List.of(place(HttpContext.class), place(io.proxywasm.abi.LogLevel.class)),
        plugin.getName(),
        keepNames,
        HostProfile.ENVOY_1_36,
        root.resolve("target/plugin.wasm"),
        List.of(root.resolve("tool.jar")));
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
