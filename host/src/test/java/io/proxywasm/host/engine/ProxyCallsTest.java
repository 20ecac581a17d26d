package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyCallsTest {
  private static final int OK = 0;
  private static final int NOT_FOUND = 1;
  private static final int BAD_ARGUMENT = 2;
  private static final int INVALID_MEMORY_ACCESS = 6;
  private static final int INTERNAL_FAILURE = 10;

  private final FakeHost host = new FakeHost();
  private final Caller guest = Caller.of(Mode.COMPILED, AbiVersion.V0_2_1, host);

  private static HeaderMap map(Object value) {
    return (HeaderMap) value;
  }

  // What every import does with pointers from hell

  static Stream<Arguments> allImports() {
    return Stream.of(AbiVersion.values())
        .flatMap(
            version ->
                HostImports.list().stream()
                    .filter(call -> call.versions().contains(version))
                    .filter(call -> version == AbiVersion.V0_2_1 || call.versions().size() < 3)
                    .map(call -> Arguments.of(version, call.toString())));
  }

  @ParameterizedTest
  @MethodSource("allImports")
  void shouldAnswerAStatusWhateverTheArgumentsAre(AbiVersion version, String name) {
    host.on(
        "getHeaderMapValue",
        arguments -> {
          host.output().text("value");
          return OK;
        });
    for (Mode mode : Mode.values()) {
      Caller caller = Caller.of(mode, version, host);
      int parameters = caller.parameters(name);
      long[] arguments = new long[parameters];
      for (long each : new long[] {0, -1, 65536, 65535, 65533, 0x7fffffff, 0x80000000L, 1}) {
        Arrays.fill(arguments, each);
        assertStatus(name, caller.call(name, arguments));
      }
      Random random = new Random(42);
      for (int round = 0; round < 200; round++) {
        Arrays.setAll(
            arguments,
            i ->
                switch (random.nextInt(4)) {
                  case 0 -> random.nextInt(65536);
                  case 1 -> random.nextInt(16);
                  case 2 -> random.nextInt();
                  default -> 65536 - random.nextInt(16);
                });
        assertStatus(name, caller.call(name, arguments));
      }
    }
  }

  private static void assertStatus(String name, int status) {
    assertThat(status).as(name).isBetween(0, name.startsWith("env.") ? 12 : 76);
  }

  @Test
  void shouldRefuseEveryPointerOutsideOfMemory() {
    int all = -1;
    assertThat(guest.call("env.proxy_log", 2, all, all)).isEqualTo(INVALID_MEMORY_ACCESS);
    assertThat(guest.call("env.proxy_log", 2, 65530, 7)).isEqualTo(INVALID_MEMORY_ACCESS);
    assertThat(guest.call("env.proxy_get_current_time_nanoseconds", 65529))
        .isEqualTo(INVALID_MEMORY_ACCESS);
    assertThat(guest.call("env.proxy_set_property", 0, 1, all, 1)).isEqualTo(INVALID_MEMORY_ACCESS);
    assertThat(guest.call("env.proxy_add_header_map_value", 0, 0, 1, 65536, 1))
        .isEqualTo(INVALID_MEMORY_ACCESS);
    assertThat(guest.call("env.proxy_http_call", 0, 1, 0, 0, 0, 0, 0, 0, 5, 65533))
        .isEqualTo(INVALID_MEMORY_ACCESS);
    assertThat(guest.call("env.proxy_send_local_response", 200, 0, 0, 0, 70000, 0, 0, -1))
        .isEqualTo(INVALID_MEMORY_ACCESS);
    assertThat(host.calls()).allMatch(call -> call.equals("currentTimeNanoseconds()"));
  }

  @Test
  void shouldTakeTheVeryLastBytesOfMemory() {
    guest.put(65531, "hello");
    assertThat(guest.call("env.proxy_log", 2, 65531, 5)).isEqualTo(OK);
    assertThat(guest.call("env.proxy_log", 2, 65536, 0)).isEqualTo(OK);
    assertThat(host.calls()).containsExactly("log(2, hello)", "log(2, )");
  }

  // Enums

  @Test
  void shouldRefuseNumbersThatAreNotInTheirEnum() {
    assertThat(guest.call("env.proxy_log", 6, 0, 0)).isEqualTo(BAD_ARGUMENT);
    assertThat(guest.call("env.proxy_log", -1, 0, 0)).isEqualTo(BAD_ARGUMENT);
    for (int type : new int[] {8, -1}) {
      assertThat(guest.call("env.proxy_get_header_map_value", type, -1, -1, 0, 0))
          .isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_add_header_map_value", type, -1, -1, 0, 0))
          .isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_replace_header_map_value", type, -1, -1, 0, 0))
          .isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_remove_header_map_value", type, -1, -1))
          .isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_get_header_map_pairs", type, 0, 0)).isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_set_header_map_pairs", type, -1, -1))
          .isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_get_header_map_size", type, 0)).isEqualTo(BAD_ARGUMENT);
    }
    for (int type : new int[] {9, -1}) {
      assertThat(guest.call("env.proxy_get_buffer_bytes", type, 0, 1, 0, 0))
          .isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_get_buffer_status", type, 0, 0)).isEqualTo(BAD_ARGUMENT);
      assertThat(guest.call("env.proxy_set_buffer_bytes", type, 0, 0, -1, -1))
          .isEqualTo(BAD_ARGUMENT);
    }
    assertThat(guest.call("env.proxy_continue_stream", 4)).isEqualTo(BAD_ARGUMENT);
    assertThat(guest.call("env.proxy_close_stream", -1)).isEqualTo(BAD_ARGUMENT);
    assertThat(host.calls()).isEmpty();
  }

  // What goes in

  @Test
  void shouldReadTextsAndBytes() {
    guest.put(0, "key\u00e9");
    guest.put(10, "value");
    guest.call("env.proxy_add_header_map_value", 0, 0, 4, 10, 5);
    guest.call("env.proxy_replace_header_map_value", 2, 0, 3, 10, 0);
    guest.call("env.proxy_remove_header_map_value", 1, 0, 3);
    guest.call("env.proxy_set_property", 0, 3, 10, 2);
    guest.call("env.proxy_set_shared_data", 0, 3, 10, 2, 9);
    guest.call("env.proxy_enqueue_shared_queue", 5, 10, 1);
    guest.call("env.proxy_resolve_shared_queue", 0, 3, 10, 5, 100);
    guest.call("env.proxy_define_metric", 1, 10, 5, 100);
    guest.call("env.proxy_grpc_send", 7, 10, 2, 1);
    guest.call("env.proxy_set_buffer_bytes", 0, 3, 4, 10, 2);
    guest.call("env.proxy_set_tick_period_milliseconds", 1000);
    guest.call("env.proxy_set_effective_context", 3);
    assertThat(host.calls())
        .containsExactly(
            "addHeaderMapValue(0, key\u00e9, value)",
            "replaceHeaderMapValue(2, key, )",
            "removeHeaderMapValue(1, key)",
            "setProperty(key, [118, 97])",
            "setSharedData(key, [118, 97], 9)",
            "enqueueSharedQueue(5, [118])",
            "resolveSharedQueue(key, value)",
            "defineMetric(1, value)",
            "grpcSend(7, [118, 97], true)",
            "setBufferBytes(0, 3, 4, [118, 97])",
            "setTickPeriodMilliseconds(1000)",
            "setEffectiveContext(3)");
  }

  @Test
  void shouldPassWholeNumbersOf64Bits() {
    guest.call("env.proxy_increment_metric", 4, -5);
    guest.call("env.proxy_record_metric", 4, Long.MAX_VALUE);
    assertThat(host.calls())
        .containsExactly("incrementMetric(4, -5)", "recordMetric(4, " + Long.MAX_VALUE + ")");
  }

  @Test
  void shouldShowBytesThatAreNoUtf8InTheLog() {
    guest.put(0, "a\u00ff\u00fe\u00e9");
    guest.call("env.proxy_log", 4, 0, 4);
    assertThat(host.calls()).containsExactly("log(4, a\ufffd\ufffd\ufffd)");
  }

  @Test
  void shouldReadHeadersOfCallouts() {
    byte[] pairs = PairsTest.encoded(HeaderMap.of(":method", "GET", "a", ""));
    guest.put(0, "cluster");
    guest.put(100, pairs);
    host.on(
        "httpCall",
        arguments -> {
          assertThat(map(arguments[1])).isEqualTo(HeaderMap.of(":method", "GET", "a", ""));
          assertThat(map(arguments[3]).isEmpty()).isTrue();
          host.output().number(4);
          return OK;
        });
    guest.putInt(200, 99);
    assertThat(guest.call("env.proxy_http_call", 0, 7, 100, pairs.length, 0, 3, 0, 0, 5000, 200))
        .isEqualTo(OK);
    assertThat(guest.getInt(200)).isEqualTo(4);
    assertThat(host.calls()).hasSize(1).first().asString().contains("cluster", "5000");
  }

  @Test
  void shouldSetTheCallIdToZeroWhenACallFails() {
    host.on("httpCall", arguments -> BAD_ARGUMENT);
    guest.putInt(200, 99);
    assertThat(guest.call("env.proxy_http_call", 0, 0, 0, 0, 0, 0, 0, 0, 0, 200))
        .isEqualTo(BAD_ARGUMENT);
    assertThat(guest.getInt(200)).isZero();
  }

  @Test
  void shouldPassTheLocalResponse() {
    byte[] pairs = PairsTest.encoded(HeaderMap.of("a", "b"));
    guest.put(0, "details");
    guest.put(10, "body");
    guest.put(100, pairs);
    host.on(
        "sendLocalResponse",
        arguments -> {
          assertThat(map(arguments[3])).isEqualTo(HeaderMap.of("a", "b"));
          return OK;
        });
    guest.call("env.proxy_send_local_response", 403, 0, 7, 10, 4, 100, pairs.length, -1);
    assertThat(host.calls())
        .containsExactly("sendLocalResponse(403, details, [98, 111, 100, 121], [a: b], -1)");
  }

  // What comes out

  @Test
  void shouldGiveBytesInMemoryOfTheAllocator() {
    host.on(
        "getHeaderMapValue",
        arguments -> {
          host.output().text("value\u00e9");
          return OK;
        });
    assertThat(guest.call("env.proxy_get_header_map_value", 0, 0, 0, 100, 104)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(ModuleBuilder.ALLOCATED);
    assertThat(guest.getInt(104)).isEqualTo(6);
    assertThat(guest.get(ModuleBuilder.ALLOCATED, 6)).isEqualTo("value\u00e9");
  }

  @Test
  void shouldGiveZerosAndNotAllocateWhenThereAreNoBytes() {
    Caller broken = Caller.withAllocator(Code.of().unreachable(), host);
    broken.putInt(100, 1);
    broken.putInt(104, 1);
    assertThat(broken.call("env.proxy_get_property", 0, 0, 100, 104)).isEqualTo(OK);
    assertThat(broken.getInt(100)).isZero();
    assertThat(broken.getInt(104)).isZero();
  }

  @Test
  void shouldAnswerInvalidMemoryAccessWhenTheAllocatorHasNoMemory() {
    host.on(
        "getProperty",
        arguments -> {
          host.output().text("0123456789");
          return OK;
        });
    for (int address : new int[] {0, -1, 65536, 65527, 0x7fffffff}) {
      Caller broken = Caller.withAllocator(Code.of().i32(address), host);
      broken.putInt(100, 77);
      assertThat(broken.call("env.proxy_get_property", 0, 0, 100, 104))
          .as("%d", address)
          .isEqualTo(INVALID_MEMORY_ACCESS);
      assertThat(broken.getInt(100)).isEqualTo(77);
    }
    Caller last = Caller.withAllocator(Code.of().i32(65526), host);
    assertThat(last.call("env.proxy_get_property", 0, 0, 100, 104)).isEqualTo(OK);
  }

  @Test
  void shouldKeepTheResultWhenTheAllocatorLogs() {
    host.on(
            "getProperty",
            arguments -> {
              host.output().text("0123456789");
              return OK;
            })
        .on(
            "log",
            arguments -> {
              host.output().text("not this");
              return OK;
            });
    Caller talking =
        Caller.withAllocator(
            module -> module.importFunction("env", "proxy_log", "iii>i"),
            log -> Code.of().i32(2).i32(0).i32(3).call(log).drop().i32(ModuleBuilder.ALLOCATED),
            host);
    assertThat(talking.call("env.proxy_get_property", 0, 0, 100, 104)).isEqualTo(OK);
    assertThat(talking.getInt(104)).isEqualTo(10);
    assertThat(talking.get(ModuleBuilder.ALLOCATED, 10)).isEqualTo("0123456789");
  }

  @Test
  void shouldUseTheMemoryThatTheAllocatorGrew() {
    host.on(
        "getProperty",
        arguments -> {
          host.output().text("0123456789");
          return OK;
        });
    Caller growing =
        Caller.withAllocator(
            Code.of().i32(1).raw(0x40, 0).i32(65536).raw(0x6c), host); // memory.grow(1) * 65536
    assertThat(growing.call("env.proxy_get_property", 0, 0, 100, 104)).isEqualTo(OK);
    assertThat(growing.get(65536, 10)).isEqualTo("0123456789");
  }

  @Test
  void shouldStopTheGuestWhenTheAllocatorCallsWhatItMayNot() {
    host.on(
        "getProperty",
        arguments -> {
          host.output().text("0123456789");
          return OK;
        });
    for (HostImport call : HostImports.list()) {
      if (!call.versions().contains(AbiVersion.V0_2_1)) {
        continue;
      }
      String signature = StartTest.signatureOf(call);
      Caller caller =
          Caller.withAllocator(
              module -> module.importFunction(call.module(), call.name(), signature),
              function -> {
                Code code = Code.of();
                signature
                    .chars()
                    .takeWhile(letter -> letter != '>')
                    .forEach(letter -> code.raw(letter == 'l' ? 0x42 : 0x41, 0));
                code.call(function);
                return (signature.endsWith(">") ? code : code.drop()).i32(8);
              },
              host);
      if (call.whileAllocating()) {
        assertThat(caller.call("env.proxy_get_property", 0, 0, 100, 104)).isEqualTo(OK);
      } else {
        assertThatThrownBy(() -> caller.call("env.proxy_get_property", 0, 0, 100, 104))
            .isInstanceOf(GuestException.class)
            .hasMessageStartingWith(
                "Function: malloc failed: Uncaught Error: restricted_callback: " + call + " ");
      }
    }
    assertThat(HostImports.list().stream().filter(HostImport::whileAllocating))
        .extracting(HostImport::name)
        .containsOnly("proxy_log", "fd_write", "clock_time_get", "poll_oneoff");
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnToTheEndOfTheCallbackWhenTheAllocatorFails(Mode mode) {
    host.on(
        "getProperty",
        arguments -> {
          host.output().text("0123456789");
          return OK;
        });
    ModuleBuilder module = ModuleBuilder.plugin();
    int get = module.importFunction("env", "proxy_get_property", "iiii>i");
    int tell = module.importFunction("env", "proxy_set_effective_context", "i>i");
    module.marker("proxy_abi_version_0_2_1").memory(1, 1);
    module.function("malloc", "i>i", Code.of().unreachable());
    Code code = Code.of().i32(0).i32(0).i32(0).i32(0).call(get).call(tell).drop();
    module.function("proxy_on_tick", "i>", code);
    module.function(
        "proxy_on_log", "i>", Code.of().i32(0).i32(0).i32(0).i32(0).call(get).drop().unreachable());
    assertThatThrownBy(() -> mode.guest(module, host).onTick(1))
        .isInstanceOf(GuestException.class)
        .hasMessageStartingWith("Function: malloc failed: Uncaught RuntimeError: unreachable");
    assertThat(host.calls()).containsExactly("getProperty()", "setEffectiveContext(6)");
    assertThatThrownBy(() -> mode.guest(module, host).onLog(1))
        .isInstanceOf(GuestException.class)
        .hasMessageStartingWith("Function: malloc failed: Uncaught RuntimeError: unreachable")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void shouldGiveNumbers() {
    host.on("getBufferStatus", arguments -> number(12))
        .on("getHeaderMapSize", arguments -> number(34))
        .on("getMetric", arguments -> number(0x1_0000_0002L))
        .on("getLogLevel", arguments -> number(3))
        .on("grpcCall", arguments -> number(5))
        .on("registerSharedQueue", arguments -> number(6));
    guest.putInt(104, 1);
    assertThat(guest.call("env.proxy_get_buffer_status", 0, 100, 104)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(12);
    assertThat(guest.getInt(104)).isZero();
    assertThat(guest.call("env.proxy_get_header_map_size", 0, 100)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(34);
    assertThat(guest.call("env.proxy_get_metric", 4, 100)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(2);
    assertThat(guest.getInt(104)).isEqualTo(1);
    assertThat(guest.call("env.proxy_get_log_level", 100)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(3);
    assertThat(guest.call("env.proxy_grpc_call", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100))
        .isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(5);
    assertThat(guest.call("env.proxy_register_shared_queue", 0, 0, 100)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(6);
  }

  private int number(long value) {
    host.output().clear();
    host.output().number(value);
    return OK;
  }

  @Test
  void shouldWriteNothingWhenTheStatusIsNotOk() {
    host.on(
        "getSharedData",
        arguments -> {
          host.output().text("old");
          host.output().number(3);
          return NOT_FOUND;
        });
    guest.putInt(100, 77);
    guest.putInt(104, 77);
    guest.putInt(108, 77);
    assertThat(guest.call("env.proxy_get_shared_data", 0, 0, 100, 104, 108)).isEqualTo(NOT_FOUND);
    assertThat(guest.getInt(100)).isEqualTo(77);
    assertThat(guest.getInt(104)).isEqualTo(77);
    assertThat(guest.getInt(108)).isEqualTo(77);
  }

  @Test
  void shouldGiveSharedDataWithItsCas() {
    host.on(
        "getSharedData",
        arguments -> {
          host.output().text("data");
          host.output().number(3);
          return OK;
        });
    assertThat(guest.call("env.proxy_get_shared_data", 0, 0, 100, 104, 108)).isEqualTo(OK);
    assertThat(guest.get(guest.getInt(100), guest.getInt(104))).isEqualTo("data");
    assertThat(guest.getInt(108)).isEqualTo(3);
  }

  @Test
  void shouldGivePairs() {
    HeaderMap map = HeaderMap.of("a", "1", "b", "");
    host.on(
        "getHeaderMapPairs",
        arguments -> {
          host.output().pairs(map);
          return OK;
        });
    assertThat(guest.call("env.proxy_get_header_map_pairs", 0, 100, 104)).isEqualTo(OK);
    assertThat(guest.getInt(104)).isEqualTo(PairsTest.encoded(map).length);
    assertThat(guest.bytes(guest.getInt(100), guest.getInt(104))).isEqualTo(PairsTest.encoded(map));
  }

  @Test
  void shouldGiveTheStatusOfACallout() {
    host.on(
        "getStatus",
        arguments -> {
          host.output().text("reset");
          host.output().number(11);
          return OK;
        });
    assertThat(guest.call("env.proxy_get_status", 100, 104, 108)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(11);
    assertThat(guest.get(guest.getInt(104), guest.getInt(108))).isEqualTo("reset");
  }

  @Test
  void shouldGiveOfAForeignFunctionOnlyWhatTheGuestWants() {
    host.on(
        "callForeignFunction",
        arguments -> {
          host.output().text("result");
          return OK;
        });
    guest.putInt(100, 77);
    guest.putInt(104, 77);
    assertThat(guest.call("env.proxy_call_foreign_function", 0, 0, 0, 0, 0, 0)).isEqualTo(OK);
    assertThat(guest.call("env.proxy_call_foreign_function", 0, 0, 0, 0, 100, 0)).isEqualTo(OK);
    assertThat(guest.get(guest.getInt(100), 6)).isEqualTo("result");
    assertThat(guest.getInt(104)).isEqualTo(77);
    assertThat(guest.call("env.proxy_call_foreign_function", 0, 0, 0, 0, 0, 104)).isEqualTo(OK);
    assertThat(guest.getInt(104)).isEqualTo(6);
    assertThat(guest.call("env.proxy_call_foreign_function", 0, 0, 0, 0, 65534, 0))
        .isEqualTo(INVALID_MEMORY_ACCESS);
  }

  @Test
  void shouldGiveZerosWhenAForeignFunctionFails() {
    host.on("callForeignFunction", arguments -> BAD_ARGUMENT);
    guest.putInt(100, 77);
    guest.putInt(104, 77);
    assertThat(guest.call("env.proxy_call_foreign_function", 0, 0, 0, 0, 100, 104))
        .isEqualTo(BAD_ARGUMENT);
    assertThat(guest.getInt(100)).isZero();
    assertThat(guest.getInt(104)).isZero();
  }

  @Test
  void shouldTellAMissingBufferFromAWrongPointer() {
    assertThat(guest.call("env.proxy_set_buffer_bytes", 0, 0, 0, -1, 1))
        .isEqualTo(INVALID_MEMORY_ACCESS);
    host.on("getBufferStatus", arguments -> NOT_FOUND);
    assertThat(guest.call("env.proxy_set_buffer_bytes", 0, 0, 0, -1, 1)).isEqualTo(NOT_FOUND);
  }

  // Old and other functions

  @Test
  void shouldServeTheFunctionsOfVersion010() {
    Caller old = Caller.of(Mode.COMPILED, AbiVersion.V0_1_0, host);
    old.call("env.proxy_continue_request");
    old.call("env.proxy_continue_response");
    old.call("env.proxy_clear_route_cache");
    old.call("env.proxy_get_configuration", 100, 104);
    assertThat(host.calls())
        .containsExactly(
            "continueStream(0)", "continueStream(1)", "clearRouteCache()", "getConfiguration()");
  }

  @Test
  void shouldServeTheHelpersOfEmscripten() {
    assertThat(guest.call("env.pthread_equal", 3, 3)).isEqualTo(1);
    assertThat(guest.call("env.pthread_equal", 3, 4)).isZero();
    assertThat(guest.call("env.emscripten_notify_memory_growth", 0)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseWhatTheVmIsNotAllowed(Mode mode) {
    List<String> denied =
        List.of("proxy_set_property", "fd_fdstat_get", "proc_exit", "pthread_equal");
    Caller caller =
        Caller.of(
            mode,
            AbiVersion.V0_2_1,
            host,
            new GuestOptions(
                Map.of(), name -> !denied.contains(name), GuestOptions.DEFAULT_MAX_MEMORY_BYTES));
    assertThat(caller.call("env.proxy_set_property", 0, 0, 0, 0)).isEqualTo(INTERNAL_FAILURE);
    assertThat(caller.call("wasi_snapshot_preview1.fd_fdstat_get", 1, 0)).isEqualTo(76);
    assertThat(caller.call("wasi_unstable.fd_fdstat_get", 1, 0)).isEqualTo(76);
    assertThat(caller.call("wasi_unstable.proc_exit", 1)).isZero();
    assertThat(host.calls())
        .containsExactly(
            "complain(Attempted call to restricted proxy-wasm capability: proxy_set_property)",
            "complain(Attempted call to restricted WASI capability: fd_fdstat_get)",
            "complain(Attempted call to restricted WASI capability: fd_fdstat_get)",
            "complain(Attempted call to restricted WASI capability: proc_exit)");
    assertThat(caller.call("env.pthread_equal", 3, 3)).isEqualTo(1);
    assertThat(caller.call("env.proxy_done")).isEqualTo(OK);
  }
}
