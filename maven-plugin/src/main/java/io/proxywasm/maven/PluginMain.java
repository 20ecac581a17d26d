package io.proxywasm.maven;

import io.proxywasm.compiler.MainClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Decides which class is the plugin. */
final class PluginMain {
  private PluginMain() {}

  /**
   * Returns the main class.
   *
   * @param named what the pom says, or nothing
   * @throws BuildException if there is none, or more than one
   */
  static String choose(String named, Path classes) throws BuildException {
    if (!named.isEmpty()) {
      return named;
    }
    if (!Files.isDirectory(classes)) {
      throw new BuildException(
          "There are no classes in "
              + classes
              + ". Write the plugin below src/main/java, and let this goal run after `compile`.");
    }
    List<String> found = MainClass.find(classes);
    if (found.isEmpty()) {
      throw new BuildException(
          "There is no plugin in "
              + classes
              + ". Its main class has a main method that calls ProxyWasm.http, plugin or vm:"
              + " public static void main(String[] args) { ProxyWasm.http(MyFilter::new); }");
    }
    if (found.size() > 1) {
      throw new BuildException(
          "There is more than one plugin: "
              + String.join(", ", found)
              + ". Say which one with <mainClass> in the plugin's <configuration>, or with"
              + " -Dproxy-wasm.mainClass="
              + found.get(0)
              + ". A project of its own for each keeps modules small.");
    }
    return found.get(0);
  }
}
