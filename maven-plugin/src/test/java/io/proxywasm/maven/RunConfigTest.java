package io.proxywasm.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunConfigTest {
  @Test
  void shouldGoToTheEchoWhenThereIsNoUpstream() throws Exception {
    try (EchoUpstream echo = EchoUpstream.start()) {
      assertThat(config(Optional.empty(), List.of()).forEnvoy(echo).clusters())
          .containsExactly(echo.cluster("upstream"));
    }
  }

  @Test
  void shouldTakeTheUpstreamAndMoreClusters() throws Exception {
    try (EchoUpstream echo = EchoUpstream.start()) {
      EnvoyConfig config =
          config(Optional.of("localhost:81"), List.of("auth=127.0.0.1:82")).forEnvoy(echo);

      assertThat(config.clusters())
          .containsExactly(
              EnvoyCluster.of("upstream", "localhost", 81),
              EnvoyCluster.of("auth", "127.0.0.1", 82));
    }
  }

  @Test
  void shouldSayHowAnAddressIsWrittenWhenItIsWrong() {
    try (EchoUpstream echo = EchoUpstream.start()) {
      for (String wrong : List.of("localhost", "localhost:", ":81", "localhost:0", "a:70000")) {
        assertThatThrownBy(() -> config(Optional.of(wrong), List.of()).forEnvoy(echo))
            .isInstanceOf(BuildException.class)
            .hasMessageContaining("\"" + wrong + "\"")
            .hasMessageContaining("HOST:PORT");
      }
      assertThatThrownBy(() -> config(Optional.empty(), List.of("127.0.0.1:82")).forEnvoy(echo))
          .hasMessageContaining("NAME=HOST:PORT");
    }
  }

  private static RunConfig config(Optional<String> upstream, List<String> clusters) {
    return new RunConfig(
        "probe", Path.of("plugin.wasm"), 0, upstream, clusters, Optional.of("text"));
  }
}
