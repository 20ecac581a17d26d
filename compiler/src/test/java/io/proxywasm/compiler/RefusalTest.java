package io.proxywasm.compiler;

import static io.proxywasm.compiler.Plugins.compile;
import static io.proxywasm.compiler.Plugins.httpPlugin;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.compiler.Diagnostic.Place;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What cannot work in a proxy is refused at build time, with the line that reaches it and what to
 * use instead.
 */
class RefusalTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          java.net.http.HttpClient.newHttpClient();               | java.net.http.HttpClient | httpCall(
          new java.net.Socket("a", 1).close();                    | java.net.Socket          | httpCall(
          new java.net.URL("http://a").openStream().close();      | java.net.URL.openStream  | httpCall(
          new Thread(() -> {}).start();                           | java.lang.Thread         | onTick()
          Thread.sleep(5);                                        | java.lang.Thread.sleep   | onTick()
          java.util.concurrent.Executors.newFixedThreadPool(1);   | java.util.concurrent.Exe | onTick()
          java.nio.file.Files.readString(java.nio.file.Path.of("a")); | java.nio.file.       | no file system
          new java.io.FileInputStream("a").close();               | java.io.FileInputStream  | no file system
          Class.forName("a.B");                                   | java.lang.Class.forName  | by name
          Plugin.class.getDeclaredMethods();                      | getDeclaredMethods       | by name
          System.loadLibrary("x");                                | System.loadLibrary       | all Java
          java.security.MessageDigest.getInstance("MD5");         | MessageDigest            | all Java
          System.exit(1);                                         | java.lang.System.exit    | processes
          """)
  void shouldRefuseAndSayWhatToUse(String statement, String api, String hint) {
    CompileResult result = compile(folder, httpPlugin(statement));
    assertThat(result.succeeded()).isFalse();
    assertThat(result.diagnostics())
        .anySatisfy(
            diagnostic -> {
              assertThat(diagnostic.message()).contains(api);
              assertThat(diagnostic.hint().orElseThrow()).contains(hint);
              Place place = diagnostic.place().orElseThrow();
              assertThat(place.className()).isEqualTo("demo.Plugin");
              assertThat(place.method()).isEqualTo("onRequestHeaders");
              assertThat(place.file()).contains("Plugin.java");
              assertThat(place.line()).contains(8);
            });
  }

  @Test
  void shouldAcceptTheSameCallInAMethodThatIsNeverReached() {
    CompileResult result =
        compile(
            folder,
            httpPlugin("Log.info(\"x\");")
                .replace(
                    "public static void main",
                    "void unused() throws Exception { Thread.sleep(1); } public static void main"));
    assertThat(result.diagnostics()).isEmpty();
  }

  @Test
  void shouldRefuseANativeMethod() {
    CompileResult result =
        compile(
            folder,
            httpPlugin("answer();")
                .replace(
                    "public static void main",
                    "static native int answer(); public static void main"));
    assertThat(result.diagnostics())
        .singleElement()
        .satisfies(
            diagnostic -> {
              assertThat(diagnostic.message()).contains("native method demo.Plugin.answer");
              assertThat(diagnostic.place().orElseThrow().line()).contains(8);
            });
  }

  @Test
  void shouldNameTheLineThatReachesAFunctionOfJavaScript() {
    CompileResult result =
        compile(folder, httpPlugin("Log.info(\"\" + Math.sin(headers.size()));"));
    assertThat(result.diagnostics())
        .anySatisfy(
            diagnostic -> {
              assertThat(diagnostic.message()).contains("teavmMath.sin");
              assertThat(diagnostic.place().orElseThrow().line()).contains(8);
            });
  }

  @Test
  void shouldSayThatMainMakesNoPlugin() {
    CompileResult result =
        compile(
            folder,
            "package demo; public final class Plugin { public static void main(String[] a) { } }");
    assertThat(result.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.toString()).contains("makes no plugin", "ProxyWasm.http("));
  }

  @Test
  void shouldSayThatAClassHasNoMain() {
    CompileResult result = compile(folder, "package demo; public final class Plugin { }");
    assertThat(result.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.toString()).contains("demo.Plugin", "no main"));
  }

  @Test
  void shouldSayThatTheMainClassIsMissing() {
    CompileResult result =
        Plugins.builder(folder, httpPlugin("")).mainClass("demo.Other").compile();
    assertThat(result.diagnostics())
        .singleElement()
        .satisfies(
            d -> assertThat(d.message()).contains("demo.Other").contains("not on the class path"));
  }

  @Test
  void shouldSayThatTheSdkIsMissing() {
    CompileResult result =
        Plugins.builder(folder, httpPlugin("")).classPath(List.of(folder)).compile();
    assertThat(result.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.toString()).contains("io.proxywasm:proxy-wasm-sdk"));
  }

  @Test
  void shouldSayThatAnEntryOfTheClassPathIsMissing() {
    CompileResult result =
        Plugins.builder(folder, httpPlugin("")).classPath(folder.resolve("none.jar")).compile();
    assertThat(result.diagnostics())
        .anySatisfy(d -> assertThat(d.message()).contains("none.jar does not exist"));
  }
}
