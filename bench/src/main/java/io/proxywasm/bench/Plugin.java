package io.proxywasm.bench;

import java.nio.file.Path;

/**
 * A module that is ready to be measured, its custom sections stripped.
 *
 * @param workload what it does
 * @param name its name on the command line
 * @param title its name in the tables
 * @param module the file
 * @param size the file's size in bytes
 */
record Plugin(Workload workload, String name, String title, Path module, int size) {

  /** Its name in Envoy and among the measurements. */
  String listener() {
    return workload.listener(name);
  }
}
