package io.proxywasm.cli;

import java.nio.file.Path;
import java.util.List;

/** What a plugin is made of when it is run. */
sealed interface PluginCode {

  /**
   * A WebAssembly module.
   *
   * @param file where it is
   */
  record Module(Path file) implements PluginCode {}

  /**
   * Java classes.
   *
   * @param mainClass the class whose main makes the plugin
   * @param classPath the plugin, its libraries and the sdk
   * @param module the module that these classes would become
   */
  record Classes(String mainClass, List<Path> classPath, Path module) implements PluginCode {
    public Classes {
      classPath = List.copyOf(classPath);
    }
  }
}
