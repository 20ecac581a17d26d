package io.proxywasm.bench;

import java.util.List;

/**
 * One way to write the plugin.
 *
 * @param name its name on the command line
 * @param title its name in the tables
 * @param folder where its source and its {@code build} script lie, below {@code bench/plugins}
 * @param variant the build script's third argument, or empty
 */
record Peer(String name, String title, String folder, String variant) {

  /** Our own, which is compiled in this process; the others have build scripts. */
  static final String JAVA = "java";

  /** What the others are compared with. */
  static final String FLOOR = "floor";

  static final List<Peer> ALL =
      List.of(
          new Peer(JAVA, "Java, this SDK", "java", ""),
          new Peer(FLOOR, "hand-written, the floor", "wat", "floor"),
          new Peer("floor-life", "floor + 4 empty callbacks", "wat", "floor-life"),
          new Peer("rust", "Rust SDK 0.2.5", "rust", ""),
          new Peer("assemblyscript", "AssemblyScript SDK 0.1.8", "assemblyscript", ""),
          new Peer("go", "Go SDK 2025-02", "go", ""));
}
