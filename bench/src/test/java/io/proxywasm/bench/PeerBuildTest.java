package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerBuildTest {
  private static final Peer PEER =
      new Peer("mine", "My SDK 1.0", "mine", Map.of(Workload.JSON, "program"));

  @TempDir Path bench;

  @Test
  void shouldRunTheScriptOnceAsLongAsItsSourceIsTheSame() throws IOException {
    script("echo $3 >>\"$1/calls\"; printf '\\000asm\\001\\000\\000\\000' >\"$2\"");
    PeerBuild build = new PeerBuild(bench);

    BuildResult first = build.build(PEER, Workload.JSON);
    BuildResult second = build.build(PEER, Workload.JSON);

    assertThat(first).isEqualTo(second);
    assertThat(first)
        .isInstanceOfSatisfying(
            BuildResult.Built.class, built -> assertThat(built.plugin().size()).isEqualTo(8));
    assertThat(bench.resolve("target/plugins/mine/calls")).hasContent("program");
  }

  @Test
  void shouldLeaveAPeerOutWithTheScriptsLastWord() throws IOException {
    script("echo looking; echo 'no such compiler' >&2; exit 1");

    assertThat(new PeerBuild(bench).build(PEER, Workload.JSON))
        .isEqualTo(
            new BuildResult.LeftOut(Workload.JSON, "mine", "My SDK 1.0", "no such compiler"));
  }

  @Test
  void shouldLeaveAPeerOutThatIsNoModule() throws IOException {
    script("echo text >\"$2\"");

    assertThat(new PeerBuild(bench).build(PEER, Workload.JSON))
        .isInstanceOfSatisfying(
            BuildResult.LeftOut.class,
            left -> assertThat(left.reason()).startsWith("not a WebAssembly module"));
  }

  private void script(String text) throws IOException {
    Path folder = Files.createDirectories(bench.resolve("plugins").resolve("mine"));
    Files.writeString(folder.resolve("build"), text + "\n");
  }
}
