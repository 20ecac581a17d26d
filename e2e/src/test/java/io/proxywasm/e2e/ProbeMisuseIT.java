package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.probe.AbiVersion;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.Import;
import io.proxywasm.e2e.probe.ProbeModule;
import io.proxywasm.e2e.probe.Script;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses and sizes outside of the memory, in every argument of every hostcall; and WASI. */
class ProbeMisuseIT extends OnEachHost {
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

  /** A call that is right, of which one argument at a time is made wrong. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the arguments.
  private enum Right {
    LOG(Callback.ON_REQUEST_HEADERS, 2, "text"),
    GET_CURRENT_TIME_NANOSECONDS(Callback.ON_REQUEST_HEADERS),
    GET_LOG_LEVEL(Callback.ON_REQUEST_HEADERS),
    SET_BUFFER_BYTES(Callback.ON_REQUEST_BODY, 0, 0, 0, "text"),
    GET_BUFFER_BYTES(Callback.ON_REQUEST_BODY, 0, 0, 100),
    GET_BUFFER_STATUS(Callback.ON_REQUEST_BODY, 0),
    GET_HEADER_MAP_SIZE(Callback.ON_REQUEST_HEADERS, 0),
    GET_HEADER_MAP_PAIRS(Callback.ON_REQUEST_HEADERS, 0),
    SET_HEADER_MAP_PAIRS(Callback.ON_REQUEST_TRAILERS, 1, ProbeMapsIT.pairs("a", "b")),
    GET_HEADER_MAP_VALUE(Callback.ON_REQUEST_HEADERS, 0, "x-down"),
    ADD_HEADER_MAP_VALUE(Callback.ON_REQUEST_HEADERS, 0, "name", "value"),
    REPLACE_HEADER_MAP_VALUE(Callback.ON_REQUEST_HEADERS, 0, "name", "value"),
    REMOVE_HEADER_MAP_VALUE(Callback.ON_REQUEST_HEADERS, 0, "name"),
    GET_STATUS(Callback.ON_REQUEST_HEADERS),
    SEND_LOCAL_RESPONSE(
        Callback.ON_REQUEST_HEADERS, 418, "why", "body", ProbeMapsIT.pairs("a", "b"), -1),
    HTTP_CALL(
        Callback.ON_REQUEST_HEADERS,
        "upstream",
        ProbeMapsIT.pairs(":method", "GET", ":path", "/misuse", ":authority", "a"),
        "body",
        ProbeMapsIT.pairs("a", "b"),
        1000),
    GRPC_CALL(
        Callback.ON_REQUEST_HEADERS, "nowhere", "s", "m", ProbeMapsIT.pairs("a", "b"), "x", 1000),
    GRPC_STREAM(Callback.ON_REQUEST_HEADERS, "nowhere", "s", "m", ProbeMapsIT.pairs("a", "b")),
    GRPC_SEND(Callback.ON_REQUEST_HEADERS, 2, "message", 0),
    SET_SHARED_DATA(Callback.ON_REQUEST_HEADERS, "misuse", "value", 0),
    GET_SHARED_DATA(Callback.ON_REQUEST_HEADERS, "misuse"),
    REGISTER_SHARED_QUEUE(Callback.ON_REQUEST_HEADERS, "misuse"),
    RESOLVE_SHARED_QUEUE(Callback.ON_REQUEST_HEADERS, Probing.PLUGIN, "misuse"),
    ENQUEUE_SHARED_QUEUE(Callback.ON_REQUEST_HEADERS, 99999, "value"),
    DEQUEUE_SHARED_QUEUE(Callback.ON_REQUEST_HEADERS, 99999),
    DEFINE_METRIC(Callback.ON_REQUEST_HEADERS, 0, "misuse"),
    GET_METRIC(Callback.ON_REQUEST_HEADERS, 4000),
    GET_PROPERTY(Callback.ON_REQUEST_HEADERS, "plugin_name"),
    SET_PROPERTY(Callback.ON_REQUEST_HEADERS, "misuse", "value"),
    CALL_FOREIGN_FUNCTION(Callback.ON_REQUEST_HEADERS, "compress", "value");

    private final Callback callback;
    private final Object[] arguments;

    Right(Callback callback, Object... arguments) {
      this.callback = callback;
      this.arguments = arguments;
    }

    String function() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final int[][] WRONG_BYTES = {
    {-1, 4},
    {-1, 0},
    {ProbeModule.MEMORY, 1},
    {ProbeModule.MEMORY, 0},
    {ProbeModule.MEMORY - 2, 4},
    {0, -1},
    {0, 0x7fffffff}
  };

  private static final int[] WRONG_ADDRESSES = {
    -1, ProbeModule.MEMORY, ProbeModule.MEMORY - 3, 0x7fffffff
  };

  @ParameterizedTest
  @EnumSource
  void shouldRefuseWhenAnArgumentIsOutsideOfTheMemory(Right right) {
    Import function = find(right.function());
    Script script = Script.create().on(right.callback);
    int count = function.types().size();
    for (int wrong = 0; wrong < count; ) {
      List<Object> values = new ArrayList<>();
      char kind = expand(script, function, right.arguments, values, wrong);
      if (kind == 's') {
        for (int[] bytes : WRONG_BYTES) {
          if (wrong == 0 && bytes[1] == 0 && right.name().startsWith("GRPC")) {
            continue; // Envoy crashes when there is no cluster, as ProbeCalloutIT tells.
          }
          values.set(wrong, bytes[0]);
          values.set(wrong + 1, bytes[1]);
          script.raw(
              function.shortName() + " " + wrong + ": " + bytes[0] + ", " + bytes[1],
              right.function(),
              values.toArray());
        }
      } else if (kind == 'p') {
        for (int address : WRONG_ADDRESSES) {
          values.set(wrong, address);
          script.raw(
              function.shortName() + " " + wrong + ": " + address,
              right.function(),
              values.toArray());
        }
      }
      wrong += kind == 's' ? 2 : 1;
    }
    if (right == Right.ADD_HEADER_MAP_VALUE || right == Right.REPLACE_HEADER_MAP_VALUE) {
      // With the name that was empty, no upstream would take the request.
      script.call("remove_header_map_value", 0, "");
    }
    checkWithoutCalls("misuse-" + function.shortName(), script);
  }

  /**
   * The arguments as Wasm takes them. Returns what the one at an index is: {@code s} bytes, {@code
   * p} an address, {@code i} a number.
   */
  private static char expand(
      Script script, Import function, Object[] arguments, List<Object> values, int index) {
    char result = 'i';
    int next = 0;
    for (char kind : function.parameters().toCharArray()) {
      int at = values.size();
      switch (kind) {
        case 's' -> {
          Object argument = arguments[next++];
          byte[] bytes =
              argument instanceof byte[] given ? given : ((String) argument).getBytes(UTF_8);
          values.add(script.address(bytes));
          values.add(bytes.length);
        }
        case 'i', 'l' -> values.add(arguments[next++]);
        case 'v', 'm' -> {
          values.add(script.scratch(4));
          values.add(script.scratch(4));
        }
        default -> values.add(script.scratch(8));
      }
      if (at <= index && index < values.size()) {
        result = kind == 's' || kind == 'i' || kind == 'l' ? (kind == 'l' ? 'i' : kind) : 'p';
      }
    }
    return result;
  }

  private static Import find(String name) {
    return Import.of(AbiVersion.V0_2_1).stream()
        .filter(each -> each.shortName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A call whose answer has no place is made all the same. */
  private static void checkWithoutCalls(String name, Script script) {
    Predicate<String> call = line -> line.startsWith("on_http_call_response");
    probing.check(
        name,
        () -> probing.exchange(Protocol.HTTP_1, script).stream().filter(call.negate()).toList());
  }

  static Stream<String> wasi() {
    return Import.of(AbiVersion.V0_2_1).stream().filter(Import::isWasi).map(Import::shortName);
  }

  @ParameterizedTest
  @MethodSource("wasi")
  void shouldAnswerAsEnvoyWhenWasiIsCalled(String name) {
    Import function = find(name);
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    for (int number : new int[] {0, 1, 2, 3, -1}) {
      script.raw(name + " with " + number, name, wasi(script, function, number, 0));
    }
    for (int address : WRONG_ADDRESSES) {
      script.raw(name + " at " + address, name, wasi(script, function, 1, address));
    }
    probing.check("wasi-" + name, Protocol.HTTP_1, script);
  }

  /** All numbers and sizes are one, and all addresses, unless it is 0: then they are right. */
  private static Object[] wasi(Script script, Import function, int number, int address) {
    List<Object> values = new ArrayList<>();
    for (char kind : function.parameters().toCharArray()) {
      switch (kind) {
        case 's' -> {
          values.add(address == 0 ? script.address(new byte[] {'p'}) : address);
          values.add(1);
        }
        case 'i' -> values.add(number);
        case 'l' -> values.add((long) number);
        default -> values.add(address == 0 ? script.scratch(64) : address);
      }
    }
    return values.toArray();
  }

  @Test
  void shouldLogWhenOutputIsWritten() {
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    int text = script.scratch(16);
    int written = script.scratch(4);
    script
        .raw("random_get", "random_get", script.scratch(16), 16)
        .raw("random_get of too much", "random_get", text, 65537)
        .raw("random_get of nothing", "random_get", text, 0);
    for (int descriptor : new int[] {0, 1, 2, 3}) {
      script.raw(
          "fd_write to " + descriptor,
          "fd_write",
          descriptor,
          vectors(script, "a line\n", "and half"),
          2,
          written);
      script.raw(
          "fd_write to " + descriptor,
          "fd_write",
          descriptor,
          vectors(script, "with its end\n"),
          1,
          written);
      script.raw("fd_write of nothing", "fd_write", descriptor, vectors(script), 0, written);
      script.raw("fd_write of nothing", "fd_write", descriptor, vectors(script, ""), 1, written);
    }
    probing.check("wasi-output", Protocol.HTTP_1, script);
  }

  /** A list of addresses and sizes, in memory that the script fills. */
  private static int vectors(Script script, String... texts) {
    int address = script.scratch(8 * texts.length + 8);
    for (int i = 0; i < texts.length; i++) {
      byte[] bytes = texts[i].getBytes(UTF_8);
      script.store(address + 8 * i, script.address(bytes));
      script.store(address + 8 * i + 4, new Script.Value(0, bytes.length));
    }
    return address;
  }

  /** Header pairs that are not well formed. */
  @Test
  void shouldTakeNoPairsWhenTheyAreMalformed() {
    Script script = Script.create().on(Callback.ON_REQUEST_TRAILERS);
    byte[] right = ProbeMapsIT.pairs("a", "1", "b", "2");
    List<byte[]> all = new ArrayList<>();
    for (int size = 0; size < right.length; size++) {
      all.add(java.util.Arrays.copyOf(right, size));
    }
    all.add(java.util.Arrays.copyOf(right, right.length + 1));
    for (int i = 0; i < right.length; i++) {
      byte[] changed = right.clone();
      changed[i] ^= 1;
      all.add(changed);
    }
    all.add(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0x7fffffff).array());
    all.add(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(-1).array());
    for (byte[] pairs : all) {
      script.call("set_header_map_pairs", 1, pairs).call("get_header_map_pairs", 1);
    }
    probing.check("pairs-malformed", Protocol.HTTP_1, script);
  }
}
