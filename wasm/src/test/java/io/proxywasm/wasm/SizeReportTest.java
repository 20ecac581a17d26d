package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeReportTest {
  @Test
  void shouldAddUpToTheModule() {
    WasmModule module = SampleModule.build();

    SizeReport report = SizeReport.of(module);

    assertThat(report.total()).isEqualTo(module.write().length);
    assertThat(report.sections().values().stream().mapToInt(i -> i).sum() + 8)
        .isEqualTo(report.total());
    assertThat(report.sections()).containsKeys("type", "code", "data", "\"name\"", "\"anything\"");
    assertThat(report.functions())
        .extracting(FunctionSize::name)
        .containsExactly("run", "function 2");
    assertThat(report.functions().get(1).bytes()).isEqualTo(5);
  }

  @Test
  void shouldGroupFunctionsByTheJavaTheyComeFrom() {
    SizeReport report =
        new SizeReport(
            100,
            Map.of(),
            List.of(
                new FunctionSize(0, "java.util.HashMap::get", 10),
                new FunctionSize(1, "java.util.HashMap$Entry::next_0", 20),
                new FunctionSize(2, "java.util.HashMap::put", 15),
                new FunctionSize(3, "Main::main", 7),
                new FunctionSize(4, "teavm@initializer", 30),
                new FunctionSize(5, "Array<java.lang.Object>@new", 1),
                new FunctionSize(6, "malloc", 2)));

    assertThat(report.byClass())
        .containsExactly(
            Map.entry("(runtime)", 31),
            Map.entry("java.util.HashMap", 25),
            Map.entry("java.util.HashMap$Entry", 20),
            Map.entry("Main", 7),
            Map.entry("(other)", 2));
    assertThat(report.byPackage())
        .containsExactly(
            Map.entry("java.util", 45),
            Map.entry("(runtime)", 31),
            Map.entry("Main", 7),
            Map.entry("(other)", 2));
  }
}
