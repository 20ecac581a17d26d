package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.Script;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Header maps, of every type in every callback. */
class ProbeMapsIT extends OnEachHost {
  @SuppressWarnings("UnusedVariable") // JUnit reads it.
  private static final List<Callback> CALLBACKS = Probing.STREAM;

  private static final int[] TYPES = {0, 1, 2, 3, 4, 5, 6, 7, 8, -1};

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
  @EnumSource
  void shouldCallInOrderWhenAnExchangeHasEverything(Protocol protocol) {
    probing.check("order-" + protocol, protocol, Script.create());
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldReadTheMapsOfThePhaseWhenAsked(Callback callback) {
    Script script = Script.create().on(callback);
    for (int type : TYPES) {
      if (type == 2) {
        // With a time, whose size differs.
        int size = script.scratch(4);
        script.raw("get_header_map_size(2)", "get_header_map_size", type, size);
      } else {
        script.call("get_header_map_size", type);
      }
      script
          .call("get_header_map_pairs", type)
          .call("get_header_map_value", type, "no-such-header")
          .call("get_header_map_value", type, type % 2 == 0 ? ":path" : "t-down")
          .call("get_header_map_value", type, type % 2 == 0 ? "x-up" : "t-up");
    }
    check("maps-read-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldChangeTheMapsOfThePhaseWhenAsked(Callback callback) {
    Script script = Script.create().on(callback);
    for (int type : TYPES) {
      script
          .call("add_header_map_value", type, "added", "1")
          .call("add_header_map_value", type, "added", "")
          .call("replace_header_map_value", type, "replaced", "2")
          .call("replace_header_map_value", type, "x-down", "3")
          .call("remove_header_map_value", type, "x-up")
          .call("remove_header_map_value", type, "no-such-header");
    }
    check("maps-change-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldReplaceTheMapsOfThePhaseWhenAsked(Callback callback) {
    Script script = Script.create().on(callback);
    for (int type : TYPES) {
      script.call(
          "set_header_map_pairs",
          type,
          switch (type) {
            case 0 ->
                pairs(
                    ":method",
                    "PUT",
                    ":path",
                    "/h1/everything",
                    ":authority",
                    "a",
                    ":scheme",
                    "http",
                    "x-forwarded-proto",
                    "http",
                    "own",
                    "1",
                    "own",
                    "2");
            case 2 -> pairs(":status", "201", "own", "1", "own", "2");
            default -> pairs("own", "1", "own", "2");
          });
    }
    check("maps-replace-" + callback.shortName(), script);
  }

  static byte[] pairs(String... fields) {
    ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(fields.length / 2);
    for (String field : fields) {
      bytes.putInt(field.length());
    }
    for (String field : fields) {
      bytes.put(Script.latin1(field)).put((byte) 0);
    }
    byte[] result = new byte[bytes.position()];
    bytes.flip().get(result);
    return result;
  }

  private static void check(String name, Script script) {
    probing.check(name, Protocol.HTTP_1, script);
  }
}
