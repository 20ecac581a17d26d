package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.Script;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Buffers, of every type in every callback. */
class ProbeBuffersIT extends OnEachHost {
  @SuppressWarnings("UnusedVariable") // JUnit reads it.
  private static final List<Callback> CALLBACKS = Probing.STREAM;

  private static final int[] TYPES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1};

  private static Probing probing;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    probing = Probing.on(host);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (probing != null) {
      probing.close();
    }
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldReadTheBuffersOfThePhaseWhenAsked(Callback callback) {
    Script script = Script.create().on(callback);
    for (int type : TYPES) {
      script
          .call("get_buffer_status", type)
          .call("get_buffer_bytes", type, 0, 1000)
          .call("get_buffer_bytes", type, 0, 0)
          .call("get_buffer_bytes", type, 2, 2)
          .call("get_buffer_bytes", type, 2, -1)
          .call("get_buffer_bytes", type, 6, 1)
          .call("get_buffer_bytes", type, 7, 1)
          .call("get_buffer_bytes", type, -1, 1)
          .call("get_buffer_bytes", type, -1, -1)
          .call("get_buffer_bytes", type, 0, -1)
          .call("get_buffer_bytes", type, 0x7fffffff, 1);
    }
    check("buffers-read-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldChangeTheBuffersOfThePhaseWhenAsked(Callback callback) {
    Script script = Script.create().on(callback);
    for (int type : TYPES) {
      script.call("set_buffer_bytes", type, 0, 1000, "own");
    }
    check("buffers-change-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, ab",
    "0, 1, ab",
    "0, 5, ab",
    "0, 6, ab",
    "0, 7, ab",
    "0, -1, ab",
    "0, -1, ''",
    "0, 3, ''",
    "1, 0, ab",
    "1, 1, ab",
    "3, 100, ab",
    "5, 0, ab",
    "6, 0, ab",
    "6, 3, ab",
    "7, 0, ab",
    "1000, 0, ab",
    "1000, 1000, ab",
    "-1, 0, ab",
    "-1, -1, ab",
    "6, 0, ''"
  })
  void shouldChangeAPartWhenItIsAtAnEnd(int start, int size, String data) {
    Script script =
        Script.create()
            .on(Callback.ON_RESPONSE_BODY)
            .call("set_buffer_bytes", 1, start, size, data)
            .call("get_buffer_bytes", 1, 0, 100)
            .call("get_buffer_status", 1);
    check("buffers-part-" + start + "-" + size + "-" + data.length(), script);
  }

  @Test
  void shouldSeeItsOwnChangesWhenItChangesTwice() {
    Script script =
        Script.create()
            .on(Callback.ON_REQUEST_BODY)
            .call("set_buffer_bytes", 0, 0, 0, "<")
            .call("set_buffer_bytes", 0, 1000, 0, ">")
            .call("get_buffer_bytes", 0, 0, 1000)
            .call("set_buffer_bytes", 0, 0, 1000, "other")
            .call("set_buffer_bytes", 0, 0, 1000, "")
            .call("get_buffer_bytes", 0, 0, 1000)
            .call("set_buffer_bytes", 0, 0, 0, "last");
    check("buffers-twice", script);
  }

  private static void check(String name, Script script) {
    probing.check(name, Protocol.HTTP_1, script);
  }
}
