package io.proxywasm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a plugin is made of when it is run. */
sealed interface PluginCode {

  /**
   * A WebAssembly module.
   *
   * @param file where it is
   * @param named the same with the names of functions, if there is such a file
   */
  record Module(Path file, Optional<Path> named) implements PluginCode {}

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
