package io.proxywasm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.wasm.WasmModule;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import run.endive.runtime.Instance;

/** Ways to return, throw and choose that once gave modules that no engine took. */
class ShapesTest {
  private static final int PAUSE = 1;

  /** Pauses when every method does what Java does. */
  private static final String SOURCE =
      """
      package demo;
      import io.proxywasm.sdk.*;
      public final class Plugin extends HttpContext {
        private boolean yes;
        private int n;
        public static void main(String[] args) { ProxyWasm.http(Plugin::new); }
        @Override public Action onRequestHeaders(Headers headers, boolean endOfStream) {
          yes = endOfStream;
          n = endOfStream ? 3 : 4;
          String seen = (choice(yes) == Action.CONTINUE) + " " + argument(yes) + " " + nested(n) + " " + switched("b")
              + " " + thrown(1) + " " + orThrown(9) + " " + orThrown(1) + " " + forever(2)
              + " " + caught("7") + " " + caught("x") + " " + both(5) + " " + locked(4) + " " + locked(2);
          return seen.equals("true a1 three 2 !1 9 !1 102 7 -1 8 4 -4") && yes && !(n < 3 || n > 4)
              ? Action.PAUSE : Action.CONTINUE;
        }
        private Action choice(boolean a) {
          return a && !yes || n > 3 ? Action.PAUSE : Action.CONTINUE;
        }
        private String argument(boolean a) {
          return "a".concat(a ? "1" : "2");
        }
        private String nested(int i) {
          return i == 1 ? "one" : i == 2 ? "two" : i == 3 ? yes ? "three" : "drei" : "many";
        }
        private int switched(String s) {
          return switch (s) {
            case "a" -> n;
            case "b" -> yes ? 2 : 1;
            default -> throw new IllegalStateException(s);
          };
        }
        private int always(int i) {
          try {
            throw new IllegalStateException("!" + i);
          } catch (IllegalArgumentException e) {
            throw e;
          }
        }
        private String thrown(int i) {
          try { return "" + always(i); } catch (IllegalStateException e) { return e.getMessage(); }
        }
        private int larger(int i) {
          if (i > n) { return i; }
          throw new IllegalStateException("!" + i);
        }
        private String orThrown(int i) {
          try { return "" + larger(i); } catch (IllegalStateException e) { return e.getMessage(); }
        }
        private int forever(int i) {
          while (true) {
            i += i % 2 == 0 ? 2 : 4;
            if (i > 100) return i;
          }
        }
        private int caught(String text) {
          while (true) {
            try {
              return yes ? Integer.parseInt(text) : 0;
            } catch (NumberFormatException e) {
              text = "-1";
            }
          }
        }
        private int both(int i) {
          try { return i > n ? Integer.parseInt("" + i) + n : n; } finally { n = 3; }
        }
        private synchronized int locked(int i) {
          return yes && i > n ? Integer.parseInt("" + i) : -Integer.parseInt("" + 2 * i);
        }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldDoAsJavaDoesWhenEveryPathOfATryReturnsOrThrows(boolean names) {
    byte[] bytes =
        Plugins.builder(folder, SOURCE).keepNames(names).compile().module().orElseThrow();
    WasmModule.read(bytes).verify();

    Instance instance = CompilerTest.start(bytes);

    instance.export("proxy_on_context_create").apply(1, 0);
    assertThat(instance.export("proxy_on_vm_start").apply(1, 0)).containsExactly(1);
    instance.export("proxy_on_context_create").apply(2, 1);
    assertThat(instance.export("proxy_on_request_headers").apply(2, 0, 1)).containsExactly(PAUSE);
  }
}
