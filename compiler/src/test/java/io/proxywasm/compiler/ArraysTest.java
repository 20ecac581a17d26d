package io.proxywasm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import run.endive.runtime.Instance;

/** Arrays behave in a plugin as they do in Java. */
class ArraysTest {
  private static final int PAUSE = 1;

  @TempDir Path folder;

  /** Runs a body that pauses when all is well, with endOfStream set. */
  private long run(String body) {
    byte[] bytes =
        Plugins.compile(folder, Plugins.httpPlugin(body))
            .module()
            .orElseThrow(() -> new AssertionError("it does not compile"));
    Instance instance = CompilerTest.start(bytes);
    instance.export("proxy_on_context_create").apply(1, 0);
    instance.export("proxy_on_vm_start").apply(1, 0);
    instance.export("proxy_on_context_create").apply(2, 1);
    return instance.export("proxy_on_request_headers").apply(2, 0, 1)[0];
  }

  @Test
  void shouldCloneAnArrayWhenThereAreArraysOfArraysToo() {
    assertThat(
            run(
                """
                int n = endOfStream ? 3 : 4;
                int[] original = {1, n, 3};
                int[][] grid = new int[n][n + 1];
                int[] copy = original.clone();
                copy[0] = 9;
                if (original[0] == 1 && copy[1] == n + grid[1][1]) { return Action.PAUSE; }
                """))
        .isEqualTo(PAUSE);
  }

  @Test
  void shouldRefuseAnElementOfTheWrongTypeWhenTheArrayIsNew() {
    assertThat(
            run(
                """
                Object[] names = new String[] {"a", null};
                try {
                  Object[] array = new String[1];
                  array[0] = 1;
                } catch (ArrayStoreException e) {
                  names[1] = "b";
                  if (names[0].equals("a")) { return Action.PAUSE; }
                }
                """))
        .isEqualTo(PAUSE);
  }
}
