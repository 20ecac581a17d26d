package io.proxywasm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleCacheTest {
  @TempDir private Path folder;
  private Path classes;
  private final AtomicInteger compiled = new AtomicInteger();

  @BeforeEach
  void makeClasses() throws IOException {
    classes = Files.createDirectories(folder.resolve("classes/a"));
    Files.writeString(classes.resolve("Plugin.class"), "one");
  }

  private byte[] get() {
    // Another cache of the same folder, as another JVM has it.
    return new ModuleCache(folder.resolve("cache"))
        .get(
            "a.Plugin",
            List.of(folder.resolve("classes")),
            () -> new byte[] {(byte) compiled.incrementAndGet()});
  }

  @Test
  void shouldCompileOnceWhenNothingChanged() {
    assertThat(get()).containsExactly(1);
    assertThat(get()).containsExactly(1);
  }

  @Test
  void shouldCompileAgainWhenAClassChanged() throws IOException {
    assertThat(get()).containsExactly(1);
    Files.writeString(classes.resolve("Plugin.class"), "two");
    assertThat(get()).containsExactly(2);
    Files.writeString(classes.resolve("Plugin.class"), "one");
    assertThat(get()).containsExactly(1);
  }

  @Test
  void shouldCompileOnceWhenManyAskAtTheSameTime() {
    ModuleCache cache = new ModuleCache(folder.resolve("cache"));
    List<CompletableFuture<byte[]>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(
          CompletableFuture.supplyAsync(
              () ->
                  cache.get(
                      "a.Plugin",
                      List.of(folder.resolve("classes")),
                      () -> new byte[] {(byte) compiled.incrementAndGet()})));
    }
    all.forEach(CompletableFuture::join);
    assertThat(compiled).hasValue(1);
  }

  @Test
  void shouldLeaveTestsOutWhenThePluginIsInAFolderBehindThem() throws IOException {
    Path tests = Files.createDirectories(folder.resolve("test-classes"));
    Path jar = Files.createFile(folder.resolve("library.jar"));
    Path main = folder.resolve("classes");
    assertThat(TestClassPath.of("a.Plugin", List.of(jar, tests, main, folder)))
        .containsExactly(jar, main, folder);
  }
}
