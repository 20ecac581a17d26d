package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void shouldCompareWithNoneAndWithTheFloorAndWithRust() {
    assertThat(ReportText.of(report()))
        .contains("Envoy 1.40.0, one worker, 1 rounds of 10 requests")
        .containsPattern(
            "Java +\\| +7000 \\| +40.00 \\| +20.00 \\| +20.00 \\| +2.00 \\| +0.80 \\| +0.80 \\|")
        .containsPattern("memory of Envoy, MB \\| after 10 \\| after 100,000 \\| after 1,000,000")
        .containsPattern("headers-java +\\| +1.00 \\| +2.00 \\| +3.00 \\| +64 \\|")
        .endsWith("Left out of headers: Go SDK: go is \"not\" installed; really\n");
  }

  @Test
  void shouldTellScriptsTheSame() {
    assertThat(ReportJson.of(report()))
        .contains("{\"name\": \"headers-java\", \"cpuMin\": 40.000, \"cpuMedian\": 40.000")
        .contains("\"bytes\": 7000, \"overNoneMin\": 20.000")
        .contains("\"toFloor\": 2.000, \"toRust\": 0.800")
        .contains("{\"requests\": 1000000, \"residentKib\": 3072, \"linearKib\": 64}")
        .contains(
            "\"leftOut\": [{\"name\": \"headers-go\", \"reason\": \"go is \\\"not\\\" installed; really\"}]");
  }

  private static Report report() {
    Rounds cpu =
        new Rounds(List.of("headers-none", "headers-java", "headers-floor", "headers-rust"), 1);
    cpu.add("headers-none", 0, new CpuTime(200_000, 200_000), 10);
    cpu.add("headers-java", 0, new CpuTime(400_000, 390_000), 10);
    cpu.add("headers-floor", 0, new CpuTime(300_000, 300_000), 10);
    cpu.add("headers-rust", 0, new CpuTime(450_000, 450_000), 10);
    Plugin java = new Plugin(Workload.HEADERS, "java", "Java", Path.of("java.wasm"), 7000);
    Plugin floor = new Plugin(Workload.HEADERS, "floor", "floor", Path.of("floor.wasm"), 600);
    Plugin rust = new Plugin(Workload.HEADERS, "rust", "Rust", Path.of("rust.wasm"), 9000);
    List<MemoryUse> memory =
        List.of(
            new MemoryUse(10, 1024, 64),
            new MemoryUse(100_000, 2048, 64),
            new MemoryUse(1_000_000, 3072, 64));
    return new Report(
        "1.40.0",
        List.of(Workload.HEADERS),
        1,
        10,
        List.of(java, floor, rust),
        List.of(
            new BuildResult.LeftOut(
                Workload.HEADERS, "go", "Go SDK", "go is \"not\" installed\n  really")),
        cpu,
        Map.of("headers-java", memory));
  }
}
