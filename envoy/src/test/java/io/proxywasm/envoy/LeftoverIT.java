package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends the JVM, its Envoy ends too. */
final class LeftoverIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** Runs in a JVM of its own: starts Envoy, says where, and waits. */
  public static final class Holder {
    public static void main(String[] args) throws InterruptedException {
      EnvoyProcess envoy = TestEnvoy.launcher().start(TestEnvoy.answering("x"));
      Path bootstrap =
          Path.of(
              ProcessHandle.of(envoy.pid())
                  .flatMap(process -> process.info().commandLine())
                  .orElseThrow()
                  .replaceAll(".* -c (\\S+).*", "$1"));
      System.out.println(envoy.adminUri() + " " + bootstrap.getParent());
      Thread.currentThread().join();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldEndEnvoyWhenItsJvmIsKilled(boolean hard) throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Consumer<Process> kill = hard ? Process::destroyForcibly : Process::destroy;
    String[] words;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8))) {
      words = lines.readLine().split(" ", 2);
      kill.accept(jvm);
    } finally {
      jvm.destroyForcibly();
    }

    Admin admin = new Admin(words[0].replaceAll("http://|/", ""));
    assertThat(Poll.until(SOON, () -> answers(admin) ? null : "gone")).isEqualTo("gone");
    assertThat(Poll.until(SOON, () -> Files.exists(Path.of(words[1])) ? null : "gone"))
        .isEqualTo("gone");
  }

  private static boolean answers(Admin admin) {
    try {
      return admin.send("GET", "ready").status() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
