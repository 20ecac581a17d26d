package io.proxywasm.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A body of 64 MB is rewritten while it passes, and its guest takes no memory of its size. That of
 * the whole process still grows with what the engine compiles; the benchmark shows it with 1 GB.
 */
class StreamBenchIT {
  private static final long BODY_KIB = 64 * 1024;

  @Test
  void shouldTakeConstantMemoryWhenALargeBodyIsRewritten() throws IOException {
    List<StreamMemory.Result> results = new ArrayList<>();
    StreamBench.run(BODY_KIB << 10, results::add);
    assertThat(results)
        .hasSize(4)
        .allSatisfy(
            result -> {
              assertThat(result.firstLinear()).isPositive();
              assertThat(result.mostLinear() - result.firstLinear())
                  .describedAs("%s: the guest's memory grew", result)
                  .isLessThan(BODY_KIB / 2);
            });
  }
}
