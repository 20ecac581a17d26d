package io.proxywasm.javaguest.inside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.javaguest.FakeHost;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.HeaderList;
import io.proxywasm.sdk.HostcallException;
import io.proxywasm.sdk.Hostcalls;
import io.proxywasm.sdk.SharedValue;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class JvmHostcallsTest {
  private static final String E_ACUTE = "\u00e9";
  private static final String E_ACUTE_WIRE = "\u00c3\u00a9";

  private interface Made {
    @Nullable Object by(Hostcalls calls);
  }

  /** Each hostcall of the sdk once: how it is made, what the host is asked, what a failure says. */
  @SuppressWarnings("ImmutableEnumChecker")
  enum Call {
    SET_TICK_PERIOD(
        "setTickPeriod",
        calls -> run(() -> calls.setTickPeriod(7)),
        "setTickPeriodMilliseconds 7",
        "proxy_set_tick_period_milliseconds(7)"),
    HEADER(
        "header",
        calls -> calls.header(0, "x-" + E_ACUTE),
        "getHeaderMapValue 0 x-" + E_ACUTE_WIRE,
        "proxy_get_header_map_value(x-" + E_ACUTE + ")"),
    HEADER_BYTES(
        "headerBytes",
        calls -> calls.headerBytes(2, "x"),
        "getHeaderMapValue 2 x",
        "proxy_get_header_map_value(x)"),
    HEADER_PAIRS(
        "headerPairs",
        calls -> calls.headerPairs(6),
        "getHeaderMapPairs 6",
        "proxy_get_header_map_pairs(map 6)"),
    SET_HEADER_PAIRS(
        "setHeaderPairs",
        calls ->
            run(
                () ->
                    calls.setHeaderPairs(
                        1,
                        new HeaderList()
                            .add("a", E_ACUTE)
                            .add("b", Bytes.of(new byte[] {-1, 'x'}))
                            .add("a", "2"))),
        "setHeaderMapPairs 1 [a: " + E_ACUTE_WIRE + ", b: \u00ffx, a: 2]",
        "proxy_set_header_map_pairs(map 1)"),
    ADD_HEADER(
        "addHeader",
        calls -> run(() -> calls.addHeader(2, "x", E_ACUTE)),
        "addHeaderMapValue 2 x " + E_ACUTE_WIRE,
        "proxy_add_header_map_value(x)"),
    ADD_HEADER_BYTES(
        "addHeader",
        calls -> run(() -> calls.addHeader(2, "x", Bytes.of(new byte[] {-1}))),
        "addHeaderMapValue 2 x \u00ff",
        "proxy_add_header_map_value(x)"),
    REPLACE_HEADER(
        "replaceHeader",
        calls -> run(() -> calls.replaceHeader(3, "x", E_ACUTE)),
        "replaceHeaderMapValue 3 x " + E_ACUTE_WIRE,
        "proxy_replace_header_map_value(x)"),
    REPLACE_HEADER_BYTES(
        "replaceHeader",
        calls -> run(() -> calls.replaceHeader(3, "x", Bytes.of(new byte[] {-1}))),
        "replaceHeaderMapValue 3 x \u00ff",
        "proxy_replace_header_map_value(x)"),
    REMOVE_HEADER(
        "removeHeader",
        calls -> run(() -> calls.removeHeader(0, "x")),
        "removeHeaderMapValue 0 x",
        "proxy_remove_header_map_value(x)"),
    BUFFER(
        "buffer",
        calls -> calls.buffer(4, 1, 20),
        "getBufferBytes 4 1 20",
        "proxy_get_buffer_bytes(buffer 4)"),
    BUFFER_SIZE(
        "bufferSize",
        calls -> calls.bufferSize(4),
        "getBufferStatus 4",
        "proxy_get_buffer_status(buffer 4)"),
    SET_BUFFER(
        "setBuffer",
        calls -> run(() -> calls.setBuffer(1, 2, 3, Bytes.of(new byte[] {10}))),
        "setBufferBytes 1 2 3 <0a>",
        "proxy_set_buffer_bytes(buffer 1)"),
    CONTINUE_STREAM(
        "continueStream",
        calls -> run(() -> calls.continueStream(1)),
        "continueStream 1",
        "proxy_continue_stream(stream 1)"),
    CLOSE_STREAM(
        "closeStream",
        calls -> run(() -> calls.closeStream(0)),
        "closeStream 0",
        "proxy_close_stream(stream 0)"),
    SEND_LOCAL_RESPONSE(
        "sendLocalResponse",
        calls ->
            run(
                () ->
                    calls.sendLocalResponse(
                        403, E_ACUTE, Bytes.of(new byte[] {1}), HeaderList.of("a", "b"), -1)),
        "sendLocalResponse 403 " + E_ACUTE_WIRE + " <01> [a: b] -1",
        "proxy_send_local_response(403)"),
    HTTP_CALL(
        "httpCall",
        calls ->
            calls.httpCall(
                "c",
                HeaderList.of(":path", "/"),
                Bytes.of(new byte[2]),
                HeaderList.of("t", "u"),
                9),
        "httpCall c [:path: /] <0000> [t: u] 9",
        "proxy_http_call(c)"),
    GRPC_CALL(
        "grpcCall",
        calls ->
            calls.grpcCall(E_ACUTE, "s", "m", HeaderList.of("a", "b"), Bytes.of(new byte[] {1}), 9),
        "grpcCall <c3a9> s m [a: b] <01> 9",
        "proxy_grpc_call(" + E_ACUTE + ")"),
    GRPC_STREAM(
        "grpcStream",
        calls -> calls.grpcStream("c", "s", "m", HeaderList.of("a", "b")),
        "grpcStream <63> s m [a: b]",
        "proxy_grpc_stream(c)"),
    GRPC_SEND(
        "grpcSend",
        calls -> run(() -> calls.grpcSend(6, Bytes.of(new byte[] {1}), true)),
        "grpcSend 6 <01> true",
        "proxy_grpc_send(6)"),
    GRPC_CANCEL(
        "grpcCancel",
        calls -> run(() -> calls.grpcCancel(6)),
        "grpcCancel 6",
        "proxy_grpc_cancel(6)"),
    GRPC_CLOSE(
        "grpcClose", calls -> run(() -> calls.grpcClose(6)), "grpcClose 6", "proxy_grpc_close(6)"),
    REGISTER_SHARED_QUEUE(
        "registerSharedQueue",
        calls -> calls.registerSharedQueue(E_ACUTE),
        "registerSharedQueue " + E_ACUTE_WIRE,
        "proxy_register_shared_queue(" + E_ACUTE + ")"),
    RESOLVE_SHARED_QUEUE(
        "resolveSharedQueue",
        calls -> calls.resolveSharedQueue("vm", E_ACUTE),
        "resolveSharedQueue vm " + E_ACUTE_WIRE,
        "proxy_resolve_shared_queue(" + E_ACUTE + ")"),
    ENQUEUE_SHARED_QUEUE(
        "enqueue",
        calls -> run(() -> calls.enqueue(3, Bytes.of(new byte[] {1}))),
        "enqueueSharedQueue 3 <01>",
        "proxy_enqueue_shared_queue(3)"),
    DEQUEUE_SHARED_QUEUE(
        "dequeue",
        calls -> calls.dequeue(3),
        "dequeueSharedQueue 3",
        "proxy_dequeue_shared_queue(3)"),
    CALL_FOREIGN_FUNCTION(
        "callForeignFunction",
        calls -> calls.callForeignFunction("f", Bytes.of(new byte[] {1})),
        "callForeignFunction f <01>",
        "proxy_call_foreign_function(f)"),
    CALL_STATUS("callStatus", Hostcalls::callStatus, "getStatus", "proxy_get_status()"),
    SHARED_DATA(
        "sharedData",
        calls -> calls.sharedData(E_ACUTE),
        "getSharedData " + E_ACUTE_WIRE,
        "proxy_get_shared_data(" + E_ACUTE + ")"),
    SET_SHARED_DATA(
        "setSharedData",
        calls -> calls.setSharedData("k", Bytes.of(new byte[] {5}), 6),
        "setSharedData k <05> 6",
        "proxy_set_shared_data(k)"),
    DEFINE_METRIC(
        "defineMetric",
        calls -> calls.defineMetric(2, "m"),
        "defineMetric 2 m",
        "proxy_define_metric(m)"),
    INCREMENT_METRIC(
        "incrementMetric",
        calls -> run(() -> calls.incrementMetric(4, -5)),
        "incrementMetric 4 -5",
        "proxy_increment_metric(4, -5)"),
    RECORD_METRIC(
        "recordMetric",
        calls -> run(() -> calls.recordMetric(4, 5)),
        "recordMetric 4 5",
        "proxy_record_metric(4, 5)"),
    METRIC("metric", calls -> calls.metric(4), "getMetric 4", "proxy_get_metric(4)"),
    PROPERTY(
        "property",
        calls -> calls.property("a\0" + E_ACUTE),
        "getProperty a\0" + E_ACUTE_WIRE,
        "proxy_get_property(a." + E_ACUTE + ")"),
    SET_PROPERTY(
        "setProperty",
        calls -> run(() -> calls.setProperty("a\0b", Bytes.of(new byte[] {5}))),
        "setProperty a\0b <05>",
        "proxy_set_property(a.b)"),
    DONE("done", calls -> run(calls::done), "done", "proxy_done()"),
    SET_EFFECTIVE_CONTEXT(
        "setEffectiveContext",
        calls -> run(() -> calls.setEffectiveContext(3)),
        "setEffectiveContext 3",
        "proxy_set_effective_context(3)");

    private final String method;
    private final Made made;
    private final String asked;
    private final String failure;

    Call(String method, Made made, String asked, String failure) {
      this.method = method;
      this.made = made;
      this.asked = asked;
      this.failure = failure;
    }

    private String abiName() {
      return failure.substring(0, failure.indexOf('('));
    }

    private static Object run(Runnable call) {
      call.run();
      return "";
    }
  }

  private final FakeHost host = new FakeHost();
  private final JvmHostcalls calls = started(new JvmHostcalls(host.hostcalls(), name -> true));

  private static JvmHostcalls started(JvmHostcalls hostcalls) {
    hostcalls.start();
    return hostcalls;
  }

  @Test
  void shouldBeTestedWhenTheSdkHasAHostcall() {
    Map<String, Long> tested =
        Arrays.stream(Call.values())
            .collect(Collectors.groupingBy(call -> call.method, Collectors.counting()));
    for (String others :
        new String[] {
          "log", "logLevel", "currentTimeNanoseconds", "monotonicNanoseconds", "text", "join"
        }) {
      tested.put(others, 1L);
    }
    assertThat(
            Arrays.stream(Hostcalls.class.getDeclaredMethods())
                .collect(Collectors.groupingBy(Method::getName, Collectors.counting())))
        .isEqualTo(tested);
  }

  @ParameterizedTest
  @EnumSource
  void shouldAskTheHostWhenItIsCalled(Call call) {
    host.bytes(new byte[8], 1);
    call.made.by(calls);
    assertThat(host.calls()).containsExactly(call.asked);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameCallArgumentAndStatusWhenTheHostRefuses(Call call) {
    int[] codes = {2, 3, 4, 6, 7, 10, 12};
    String[] names = {
      "BAD_ARGUMENT",
      "status 3",
      "PARSE_FAILURE",
      "INVALID_MEMORY_ACCESS",
      "status 7",
      "INTERNAL_FAILURE",
      "UNIMPLEMENTED"
    };
    for (int i = 0; i < codes.length; i++) {
      host.status(codes[i]);
      if (codes[i] == 7 && call == Call.DEQUEUE_SHARED_QUEUE) {
        assertThat(call.made.by(calls)).isNull();
        continue;
      }
      assertThatThrownBy(() -> call.made.by(calls))
          .isInstanceOf(HostcallException.class)
          .hasMessage(call.failure + ": " + names[i]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayThatItIsNotThereWhenThatIsNoResult(Call call) {
    host.status(1);
    switch (call) {
      case HEADER, HEADER_BYTES, SHARED_DATA, PROPERTY -> assertThat(call.made.by(calls)).isNull();
      case BUFFER ->
          assertThat(((Bytes) Objects.requireNonNull(call.made.by(calls))).isEmpty()).isTrue();
      case REMOVE_HEADER -> call.made.by(calls);
      case BUFFER_SIZE -> assertThat(call.made.by(calls)).isEqualTo(0);
      case RESOLVE_SHARED_QUEUE -> assertThat(call.made.by(calls)).isEqualTo(-1);
      default ->
          assertThatThrownBy(() -> call.made.by(calls))
              .isInstanceOf(HostcallException.class)
              .hasMessage(call.failure + ": NOT_FOUND");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotAskTheHostWhenTheCapabilityIsMissing(Call call) {
    JvmHostcalls restricted =
        started(new JvmHostcalls(host.hostcalls(), name -> !name.equals(call.abiName())));
    assertThatThrownBy(() -> call.made.by(restricted))
        .isInstanceOf(HostcallException.class)
        .hasMessage(call.failure + ": INTERNAL_FAILURE");
    assertThat(host.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotAskTheHostWhenTheVmHasNotStarted(Call call) {
    JvmHostcalls early = new JvmHostcalls(host.hostcalls(), name -> true);
    assertThatIllegalStateException()
        .isThrownBy(() -> call.made.by(early))
        .withMessage(
            call.abiName()
                + " is not allowed before the VM starts: call it in onStart, onConfigure or later");
    assertThat(host.calls()).isEmpty();
  }

  /** The words of WasmHostcalls are in its class file only: it cannot run here. */
  @ParameterizedTest
  @EnumSource
  void shouldUseTheSameWordsWhenTheSamePluginIsCompiled(Call call) throws Exception {
    Map<String, String> texts = textsOfWasmHostcalls();
    String words = texts.getOrDefault(call.method, "") + texts.getOrDefault("findHeader", "");
    String kind = call.failure.replaceFirst("(?s).*\\((map |buffer |stream )?.*", "$1");
    assertThat(words).contains(call.abiName()).contains(kind);
    assertThat(texts.get("allow"))
        .contains(" is not allowed before the VM starts: call it in onStart, onConfigure or later");
  }

  private static Map<String, String> textsOfWasmHostcalls() throws Exception {
    Map<String, String> texts = new HashMap<>();
    ClassReader reader = new ClassReader("io.proxywasm.sdk.wasm.WasmHostcalls");
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitLdcInsn(Object value) {
                texts.merge(name, value + "\n", String::concat);
              }

              @Override
              public void visitInvokeDynamicInsn(
                  String method, String type, Handle bootstrap, Object... arguments) {
                texts.merge(name, Arrays.toString(arguments) + "\n", String::concat);
              }
            };
          }
        },
        0);
    return texts;
  }

  @Test
  void shouldLogAndTellTheTimeWhenTheVmHasStarted() {
    host.number(3).time(12);
    calls.log(2, "text " + E_ACUTE);
    assertThat(calls.logLevel()).isEqualTo(3);
    assertThat(calls.currentTimeNanoseconds()).isEqualTo(12);
    assertThat(host.calls())
        .containsExactly("log 2 text " + E_ACUTE, "getLogLevel", "currentTimeNanoseconds");
  }

  @Test
  void shouldLogAndTellTheTimeWhenTheVmHasNotStarted() {
    host.number(3).time(12);
    JvmHostcalls early = new JvmHostcalls(host.hostcalls(), name -> true);
    early.log(2, "text");
    assertThat(early.logLevel()).isZero();
    assertThat(early.currentTimeNanoseconds()).isEqualTo(12);
    assertThat(early.monotonicNanoseconds()).isEqualTo(12);
    assertThat(host.calls())
        .containsExactly("log 2 text", "currentTimeNanoseconds", "monotonicNanoseconds");
  }

  @Test
  void shouldLogNothingWhenLoggingIsNotAllowed() {
    JvmHostcalls silent = started(new JvmHostcalls(host.hostcalls(), name -> false));
    silent.log(2, "text");
    assertThat(host.calls()).isEmpty();
    assertThatThrownBy(silent::logLevel).hasMessage("proxy_get_log_level(): INTERNAL_FAILURE");
    assertThatThrownBy(silent::currentTimeNanoseconds).hasMessage("clock_time_get(): status 76");
  }

  @Test
  void shouldFindNoTrailersWhenACalloutGotNone() {
    host.status(2);
    assertThat(calls.header(7, "x")).isNull();
    assertThat(calls.headerBytes(7, "x")).isNull();
  }

  @Test
  void shouldDecodeUtf8WhenAHeaderIsAText() {
    host.text("plain");
    assertThat(calls.header(0, "x")).isSameAs(calls.header(0, "x")).isEqualTo("plain");
    host.text("1" + E_ACUTE_WIRE);
    assertThat(calls.header(0, "x")).isEqualTo("1" + E_ACUTE);
    host.text("1\u00ff");
    assertThat(calls.header(0, "x")).isEqualTo("1\ufffd");
  }

  @Test
  void shouldDecodeAsTheSdkDoesWhenBytesAreNoUtf8() {
    byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80, 'x'};
    assertThat(new ArrayBytes(surrogate).utf8())
        .isEqualTo(new TextBytes(new String(surrogate, ISO_8859_1), 0, 4).utf8())
        .isEqualTo(Bytes.of(surrogate).utf8());
  }

  @Test
  void shouldGiveTheValuesWhenTheHostHasThem() {
    host.bytes("abc".getBytes(UTF_8), 77);
    SharedValue value = Objects.requireNonNull(calls.sharedData("k"));
    assertThat(value.data().utf8()).isEqualTo("abc");
    assertThat(value.cas()).isEqualTo(77);
    assertThat(calls.callStatus().code()).isEqualTo(77);
    assertThat(calls.callStatus().message()).isEqualTo("abc");
    assertThat(calls.metric(1)).isEqualTo(77);
    assertThat(calls.defineMetric(0, "m")).isEqualTo(77);
    assertThat(calls.httpCall("c", new HeaderList(), Bytes.empty(), new HeaderList(), 1))
        .isEqualTo(77);
    host.status(8);
    assertThat(calls.setSharedData("k", Bytes.empty(), 1)).isFalse();
  }

  @Test
  void shouldPutPartsOneAfterTheOtherWhenTheyAreJoined() {
    Bytes own = Bytes.of("abcdef".getBytes(UTF_8));
    Bytes[] parts = {own, calls.text("-"), own, Bytes.empty()};

    Bytes joined = calls.join(parts, new int[] {1, 3, 0, 1, 4, 6}, 3);

    assertThat(joined.utf8()).isEqualTo("bc-ef");
    assertThat(calls.join(parts, new int[0], 0).length()).isZero();
  }

  @Test
  void shouldSearchAndSliceWhenBytesAreOfTheHost() {
    host.text("key=value");
    Bytes text = Objects.requireNonNull(calls.headerBytes(0, "x"));
    host.bytes("key=value".getBytes(UTF_8), 0);
    Bytes array = Objects.requireNonNull(calls.property("x"));
    for (Bytes bytes : new Bytes[] {text, array}) {
      assertThat(bytes.length()).isEqualTo(9);
      assertThat(bytes.indexOf((byte) '=', 0)).isEqualTo(3);
      assertThat(bytes.indexOf((byte) '=', 4)).isEqualTo(-1);
      Bytes slice = bytes.slice(4, 8).slice(1);
      assertThat(slice.utf8()).isEqualTo("alu");
      assertThat(slice.indexOf((byte) 'l', -1)).isEqualTo(1);
      assertThat(slice.toByteArray()).isEqualTo("alu".getBytes(UTF_8));
      calls.setBuffer(0, 0, 0, slice);
      calls.addHeader(0, "x", slice);
      assertThat(host.calls())
          .endsWith("setBufferBytes 0 0 0 <616c75>", "addHeaderMapValue 0 x alu");
    }
    assertThat(text.contentEquals(array)).isTrue();
  }

  @Test
  void shouldRefuseBytesWhenTheirCallbackIsOver() {
    host.text("text").bytes("array".getBytes(UTF_8), 0);
    Bytes array = Objects.requireNonNull(calls.property("x"));
    Bytes text = calls.text("text");
    Bytes encoded = calls.text(E_ACUTE);
    assertThat(encoded.toByteArray()).containsExactly(0xC3, 0xA9);
    CallbackBytes.callbacks++;
    for (Bytes bytes : new Bytes[] {array, text, encoded}) {
      for (Runnable use :
          new Runnable[] {
            () -> bytes.byteAt(0),
            () -> bytes.slice(1),
            bytes::utf8,
            bytes::toByteArray,
            () -> bytes.indexOf((byte) 1, 0),
            () -> calls.setBuffer(0, 0, 0, bytes),
            () -> calls.addHeader(0, "x", bytes)
          }) {
        assertThatIllegalStateException()
            .isThrownBy(use::run)
            .withMessage(
                "bytes of a callback that is over; keep toByteArray() or utf8() of them instead");
      }
    }
  }

  @Test
  void shouldSendNoHeadersWhenThereAreMoreThanTheAbiTakes() {
    HeaderList many = new HeaderList();
    IntStream.range(0, 1025).forEach(i -> many.add("a", "b"));
    calls.setHeaderPairs(0, many);
    calls.setHeaderPairs(0, HeaderList.of("a", "x".repeat(1 << 20)));
    assertThat(host.calls()).containsExactly("setHeaderMapPairs 0 []", "setHeaderMapPairs 0 []");
  }
}
