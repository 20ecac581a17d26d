package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.probe.ToolCache;
import io.proxywasm.envoy.WasmCode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plugins in other languages, those of the benchmarks: built with the tools that are there, else
 * skipped. What was built is kept in the cache.
 */
class LanguagesIT extends OnEachHost {
  private enum Language {
    ASSEMBLYSCRIPT,
    GO,
    RUST;

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<Language, String> REASONS = new EnumMap<>(Language.class);

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    Stage.Builder builder = Stage.on(host);
    for (Language language : Language.values()) {
      Path module = module(language);
      if (Files.exists(module)) {
        builder.plugin(language.name(), WasmCode.file(module), plugin -> plugin.rootId("bench"));
      }
    }
    stage = builder.listener("none").start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  /** The module, which is not there when it cannot be built. */
  private static Path module(Language language) {
    Path source = Path.of("..", "bench", "plugins", language.folder()).toAbsolutePath().normalize();
    Path kept =
        ToolCache.directory()
            .resolve("plugins")
            .resolve(language.folder() + "-" + key(source) + ".wasm");
    if (Files.exists(kept) || REASONS.containsKey(language)) {
      return kept;
    }
    try {
      Path work = Path.of("target", "plugins", language.folder()).toAbsolutePath();
      Files.createDirectories(work);
      Files.createDirectories(kept.getParent());
      Path fresh = work.resolve("fresh.wasm");
      Path log = work.resolve("build.log");
      Process build =
          new ProcessBuilder(
                  "sh", source.resolve("build").toString(), work.toString(), fresh.toString())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(log.toFile())
              .start();
      if (!build.waitFor(4, TimeUnit.MINUTES)) {
        build.destroyForcibly();
        REASONS.put(language, "its build takes too long");
      } else if (build.exitValue() != 0) {
        REASONS.put(language, Files.readString(log).strip());
      } else {
        Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return kept;
  }

  /** Of all that the module is made from. */
  private static String key(Path source) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.writeBytes(source.relativize(file).toString().getBytes(UTF_8));
        all.writeBytes(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ToolCache.sha256(all.toByteArray()).substring(0, 16);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDoTheSameWhenItIsInAnotherLanguage(Language language) {
    assumeThat(module(language))
        .describedAs("%s is not tried: %s", language, REASONS.get(language))
        .exists();
    long before = Math.max(0, stage.stat("wasmcustom.bench_requests"));
    for (Protocol protocol : Protocol.values()) {
      String path = protocol.path("xyz");
      Message response =
          stage.send(
              protocol,
              language.name(),
              Request.post(path, "hello").header("user-agent", "me").header("x-a", "1"));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("ok");
      assertThat(response.headers("x-b")).containsExactly("c");
      Message request = stage.upstream().take(path).awaitEnd();
      assertThat(request.headers("x-a")).containsExactly("1", "b");
      assertThat(request.text()).isEqualTo("hello");
    }
    stage.awaitStat("wasmcustom.bench_requests", before + 2);
    stage.assertVmsLive();
  }
}
