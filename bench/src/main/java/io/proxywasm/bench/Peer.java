package io.proxywasm.bench;

import static io.proxywasm.bench.Workload.BODY;
import static io.proxywasm.bench.Workload.CALLOUT;
import static io.proxywasm.bench.Workload.COUNTER;
import static io.proxywasm.bench.Workload.HEADERS;
import static io.proxywasm.bench.Workload.JSON;

import java.util.List;
import java.util.Map;

/**
 * One way to write the plugins.
 *
 * @param name its name on the command line
 * @param title its name in the tables
 * @param folder where its source and its {@code build} script lie, below {@code bench/plugins}
 * @param programs for each workload that it has, the build script's third argument or our class
 */
record Peer(String name, String title, String folder, Map<Workload, String> programs) {

  /** Our own, which is compiled in this process; the others have build scripts. */
  static final String JAVA = "java";

  /** What the others are compared with. */
  static final String FLOOR = "floor";

  /** What our own must not cost more than. */
  static final String RUST = "rust";

  static final List<Peer> ALL =
      List.of(
          new Peer(
              JAVA,
              "Java, this SDK",
              "java",
              Map.of(
                  HEADERS, "HeadersPlugin",
                  BODY, "BodyPlugin",
                  JSON, "JsonPlugin",
                  COUNTER, "CounterPlugin",
                  CALLOUT, "CalloutPlugin")),
          new Peer(FLOOR, "hand-written, the floor", "wat", Map.of(HEADERS, "floor")),
          new Peer("floor-life", "floor + 4 empty callbacks", "wat", Map.of(HEADERS, "floor-life")),
          new Peer(
              RUST,
              "Rust SDK 0.2.5",
              "rust",
              Map.of(
                  HEADERS, "headers",
                  BODY, "body",
                  JSON, "json",
                  COUNTER, "counter",
                  CALLOUT, "callout")),
          new Peer("rust-typed", "Rust SDK 0.2.5, no tree", "rust", Map.of(JSON, "json_typed")),
          new Peer(
              "assemblyscript", "AssemblyScript SDK 0.1.8", "assemblyscript", Map.of(HEADERS, "")),
          new Peer("go", "Go SDK 2025-02", "go", Map.of(HEADERS, "")));

  Peer {
    programs = Map.copyOf(programs);
  }
}
