package io.proxywasm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.wasm.SizeReport;
import io.proxywasm.wasm.WasmModule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import run.endive.runtime.Instance;

/** Texts that are put together with {@code +}. */
class ConcatenationTest {
  private static final int PAUSE = 1;

  /** Pauses when all texts are as Java makes them. */
  private static final String SOURCE =
      """
      package demo;
      import io.proxywasm.sdk.*;
      import java.util.*;
      public final class Plugin extends HttpContext {
        private String text = "t";
        private Object none;
        private String nothing;
        private int n = -12;
        private long l = 1L << 40;
        private long minusOne = -1;
        private char c = 'c';
        private byte b = -3;
        private short s = 300;
        private boolean yes = true;
        private double d = 1.5;
        public static void main(String[] args) { ProxyWasm.http(Plugin::new); }
        @Override public Action onRequestHeaders(Headers headers, boolean endOfStream) {
          String many = text + n + '/' + l + c + b + s + yes + d + none + nothing + text + "end";
          String order = next() + "," + next() + "," + next();
          nothing += "!";
          boolean same = many.equals("t-12/1099511627776c-3300true1.5nullnulltend")
              && order.equals("-11,-10,-9")
              && nothing.equals("null!")
              && ("" + text).equals("t")
              && (text + List.of(1, 2)).equals("t[1, 2]")
              && ("" + Integer.MIN_VALUE + Integer.MAX_VALUE + (n + 9)).equals("-214748364821474836470")
              && Long.toString(minusOne).equals("-1")
              && String.valueOf(minusOne + 1).equals("0")
              && String.valueOf(Long.MIN_VALUE * -minusOne).equals("-9223372036854775808")
              && ("" + (Long.MIN_VALUE - -minusOne)).equals("9223372036854775807")
              && Integer.toString((int) minusOne).equals("-1")
              && String.valueOf((int) minusOne << 31).equals("-2147483648")
              && Integer.valueOf((int) minusOne * -1000).toString().equals("1000")
              && String.join(", ", List.of("a", "b", "")).equals("a, b, ")
              && String.join("-", new ArrayList<String>()).equals("")
              && String.join("-", Arrays.asList("a", null)).equals("a-null")
              && String.join("-", Collections.nCopies(50, "xyz")).length() == 199;
          return same ? Action.PAUSE : Action.CONTINUE;
        }
        private int next() { return ++n; }
      }
      """;

  @TempDir private Path folder;

  @Test
  void shouldMakeTheTextThatJavaMakes() {
    CompileResult result = Plugins.compile(folder, SOURCE);

    assertThat(result.diagnostics()).isEmpty();
    Instance instance = CompilerTest.start(result.module().orElseThrow());
    instance.export("proxy_on_context_create").apply(1, 0);
    instance.export("proxy_on_vm_start").apply(1, 0);
    instance.export("proxy_on_context_create").apply(2, 1);
    assertThat(instance.export("proxy_on_request_headers").apply(2, 0, 1)).containsExactly(PAUSE);
  }

  @Test
  void shouldNeedNoStringBuilder() {
    CompileResult result =
        Plugins.compile(
            folder,
            Plugins.httpPlugin(
                "Log.info(headers.get(\"a\") + \" and \" + headers.get(\"b\") + endOfStream);"));

    SizeReport report = SizeReport.of(WasmModule.read(result.names().orElseThrow()));
    assertThat(report.byClass()).doesNotContainKey("java.lang.StringBuilder");
  }
}
