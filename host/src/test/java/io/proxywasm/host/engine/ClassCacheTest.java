package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassCacheTest {
  @TempDir Path temporary;

  private Path directory = Path.of("");

  @BeforeEach
  void choose() {
    directory = temporary.resolve("cache/of/plugins");
  }

  private static byte[] module() {
    ModuleBuilder module = ModuleBuilder.plugin();
    int done = module.importFunction("env", "proxy_done", ">i");
    module.basics().global(41);
    module.function("proxy_on_done", "i>i", Code.of().call(done));
    module.function("proxy_on_request_trailers", "ii>i", Code.of().global(0).local(1).add());
    return module.build();
  }

  private void assertRuns() {
    FakeHost host = new FakeHost();
    Guest guest =
        WasmEngine.compiled(directory)
            .load(module())
            .newGuest(host.hostcalls(), GuestOptions.defaults());
    assertThat(guest.onRequestTrailers(1, 1)).isEqualTo(42);
    guest.onDone(1);
    assertThat(host.calls()).containsExactly("done()");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private Path onlyFile() throws IOException {
    assertThat(files()).hasSize(1);
    return files().get(0);
  }

  @Test
  void shouldKeepWhatItCompiled() throws IOException {
    assertRuns();
    Path file = onlyFile();
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    Object before = Files.readAttributes(file, "unix:ino").get("ino");
    assertRuns();
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(file).toInstant())
        .as("it was used")
        .isAfter(Instant.EPOCH);
  }

  @Test
  void shouldBePrivate() throws IOException {
    assertRuns();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldCompileAgainWhenTheFileIsDamaged() throws IOException {
    assertRuns();
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, 31, 32, 100, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      assertRuns();
      assertThat(Files.readAllBytes(file)).as("made again").isEqualTo(good);
    }
    for (int at = 0; at < good.length; at += good.length / 8) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      assertRuns();
      assertThat(Files.readAllBytes(file)).as("made again").isEqualTo(good);
    }
  }

  @Test
  void shouldCompileAgainWhenTheClassesAreNotOfTheModule() throws IOException {
    assertRuns();
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    byte[] other = ModuleBuilder.plugin().basics().build();
    WasmEngine.compiled(directory).load(other);
    Path otherFile = files().stream().filter(each -> !each.equals(file)).findAny().orElseThrow();
    Files.copy(otherFile, file, StandardCopyOption.REPLACE_EXISTING);
    assertRuns();
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
  }

  @Test
  void shouldNotLoadWhatOthersCouldHaveWritten() throws IOException {
    assertRuns();
    Path file = onlyFile();
    Files.writeString(file, "not this");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertRuns();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldNotFollowALink() throws IOException {
    assertRuns();
    Path file = onlyFile();
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    assertRuns();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void shouldRefuseADirectoryThatOthersCanWriteTo() throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(() -> WasmEngine.compiled(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("others can write to", directory.toString(), "chmod 700");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path above = temporary.resolve("cache").toRealPath();
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> WasmEngine.compiled(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("others can write to " + above);
  }

  @Test
  void shouldSayWhenTheDirectoryIsAFile() throws IOException {
    directory = temporary.resolve("file");
    Files.writeString(directory, "a file");
    assertThatThrownBy(() -> WasmEngine.compiled(directory))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the cache directory");
  }

  @Test
  void shouldWorkWhenTheDirectoryGoesAway() throws IOException {
    WasmEngine engine = WasmEngine.compiled(directory);
    Files.delete(directory);
    assertThat(engine.load(module())).isNotNull();
  }

  @Test
  void shouldTidyUpAfterProcessesThatEndedWhileTheyWrote() throws IOException {
    WasmEngine engine = WasmEngine.compiled(directory);
    Path left = Files.createFile(directory.resolve("new123.tmp"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));
    Path writing = Files.createFile(directory.resolve("new456.tmp"));
    Path foreign = Files.createFile(directory.resolve("newest.tmp"));
    Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));
    engine.load(module());
    assertThat(left).doesNotExist();
    assertThat(writing).exists();
    assertThat(foreign).exists();
  }

  @Test
  void shouldServeManyAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        tasks.add(
            () -> {
              assertRuns();
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(files()).hasSize(1);
  }
}
