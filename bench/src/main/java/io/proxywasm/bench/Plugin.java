package io.proxywasm.bench;

import java.nio.file.Path;

/**
 * A module that is ready to be measured, its custom sections stripped.
 *
 * @param name its name on the command line and in Envoy
 * @param title its name in the tables
 * @param module the file
 * @param size the file's size in bytes
 */
record Plugin(String name, String title, Path module, int size) {}
