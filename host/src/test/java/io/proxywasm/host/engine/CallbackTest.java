package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.wasm.FunctionType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallbackTest {
  private final FakeHost host = new FakeHost();

  /**
   * Exports all callbacks. Each tells the host its number and its arguments, two digits for each,
   * and answers its number and one more.
   */
  private static ModuleBuilder telling(AbiVersion version) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int tell = module.importFunction("env", "proxy_increment_metric", "il>i");
    module.marker(version.marker()).memoryAndAllocator();
    for (Callback callback : Callback.values()) {
      FunctionType type = CallbackTypes.of(callback, version);
      if (type != null) {
        int parameters = type.parameters().size();
        boolean answers = !type.results().isEmpty();
        Code code = Code.of().i32(callback.ordinal()).i64(0);
        for (int i = 0; i < parameters; i++) {
          code.i64(100).raw(0x7e).local(i).raw(0xac, 0x7c);
        }
        code.call(tell).drop();
        if (answers) {
          code.i32(callback.ordinal() + 1);
        }
        module.function(
            callback.export(), "i".repeat(parameters) + ">" + (answers ? "i" : ""), code);
      }
    }
    return module;
  }

  private void assertTold(Callback callback, long arguments) {
    assertThat(host.calls())
        .containsExactly("incrementMetric(" + callback.ordinal() + ", " + arguments + ")");
    host.calls().clear();
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassArgumentsAndAnswers(Mode mode) {
    Guest guest = mode.guest(telling(AbiVersion.V0_2_1), host);
    for (Callback callback : Callback.values()) {
      assertThat(guest.has(callback)).as(callback.export()).isTrue();
    }
    guest.onContextCreate(2, 1);
    assertTold(Callback.ON_CONTEXT_CREATE, 201);
    assertThat(guest.onVmStart(1, 99)).isTrue();
    assertTold(Callback.ON_VM_START, 199);
    assertThat(guest.validateConfiguration(1, 5)).isTrue();
    assertTold(Callback.VALIDATE_CONFIGURATION, 105);
    assertThat(guest.onConfigure(1, 7)).isTrue();
    assertTold(Callback.ON_CONFIGURE, 107);
    guest.onTick(1);
    assertTold(Callback.ON_TICK, 1);
    guest.onQueueReady(1, 4);
    assertTold(Callback.ON_QUEUE_READY, 104);
    guest.onForeignFunction(1, 2, 3);
    assertTold(Callback.ON_FOREIGN_FUNCTION, 10203);
    assertThat(guest.onNewConnection(8)).isEqualTo(Callback.ON_NEW_CONNECTION.ordinal() + 1);
    assertTold(Callback.ON_NEW_CONNECTION, 8);
    assertThat(guest.onDownstreamData(8, 9, true))
        .isEqualTo(Callback.ON_DOWNSTREAM_DATA.ordinal() + 1);
    assertTold(Callback.ON_DOWNSTREAM_DATA, 80901);
    assertThat(guest.onUpstreamData(8, 9, false))
        .isEqualTo(Callback.ON_UPSTREAM_DATA.ordinal() + 1);
    assertTold(Callback.ON_UPSTREAM_DATA, 80900);
    guest.onDownstreamConnectionClose(8, 2);
    assertTold(Callback.ON_DOWNSTREAM_CONNECTION_CLOSE, 802);
    guest.onUpstreamConnectionClose(8, 1);
    assertTold(Callback.ON_UPSTREAM_CONNECTION_CLOSE, 801);
    assertThat(guest.onRequestHeaders(2, 5, true))
        .isEqualTo(Callback.ON_REQUEST_HEADERS.ordinal() + 1);
    assertTold(Callback.ON_REQUEST_HEADERS, 20501);
    assertThat(guest.onRequestBody(2, 6, false)).isEqualTo(Callback.ON_REQUEST_BODY.ordinal() + 1);
    assertTold(Callback.ON_REQUEST_BODY, 20600);
    assertThat(guest.onRequestTrailers(2, 1)).isEqualTo(Callback.ON_REQUEST_TRAILERS.ordinal() + 1);
    assertTold(Callback.ON_REQUEST_TRAILERS, 201);
    assertThat(guest.onRequestMetadata(2, 1)).isEqualTo(Callback.ON_REQUEST_METADATA.ordinal() + 1);
    assertTold(Callback.ON_REQUEST_METADATA, 201);
    assertThat(guest.onResponseHeaders(2, 5, false))
        .isEqualTo(Callback.ON_RESPONSE_HEADERS.ordinal() + 1);
    assertTold(Callback.ON_RESPONSE_HEADERS, 20500);
    assertThat(guest.onResponseBody(2, 6, true)).isEqualTo(Callback.ON_RESPONSE_BODY.ordinal() + 1);
    assertTold(Callback.ON_RESPONSE_BODY, 20601);
    assertThat(guest.onResponseTrailers(2, 3))
        .isEqualTo(Callback.ON_RESPONSE_TRAILERS.ordinal() + 1);
    assertTold(Callback.ON_RESPONSE_TRAILERS, 203);
    assertThat(guest.onResponseMetadata(2, 3))
        .isEqualTo(Callback.ON_RESPONSE_METADATA.ordinal() + 1);
    assertTold(Callback.ON_RESPONSE_METADATA, 203);
    guest.onHttpCallResponse(1, 4, 3, 10, 2);
    assertTold(Callback.ON_HTTP_CALL_RESPONSE, 1_04_03_10_02L);
    guest.onGrpcReceiveInitialMetadata(1, 5, 2);
    assertTold(Callback.ON_GRPC_RECEIVE_INITIAL_METADATA, 10502);
    guest.onGrpcReceive(1, 5, 20);
    assertTold(Callback.ON_GRPC_RECEIVE, 10520);
    guest.onGrpcReceiveTrailingMetadata(1, 5, 3);
    assertTold(Callback.ON_GRPC_RECEIVE_TRAILING_METADATA, 10503);
    guest.onGrpcClose(1, 5, 14);
    assertTold(Callback.ON_GRPC_CLOSE, 10514);
    assertThat(guest.onDone(2)).isTrue();
    assertTold(Callback.ON_DONE, 2);
    guest.onLog(2);
    assertTold(Callback.ON_LOG, 2);
    guest.onDelete(2);
    assertTold(Callback.ON_DELETE, 2);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallHeadersWithoutTheirEndWhenTheModuleIsOfVersion010(Mode mode) {
    Guest guest = mode.guest(telling(AbiVersion.V0_1_0), host);
    guest.onRequestHeaders(2, 5, true);
    assertTold(Callback.ON_REQUEST_HEADERS, 205);
    guest.onResponseHeaders(2, 6, true);
    assertTold(Callback.ON_RESPONSE_HEADERS, 206);
    assertThat(guest.has(Callback.ON_FOREIGN_FUNCTION)).isFalse();
  }

  @Test
  void shouldContinueAndAgreeWhenThereIsNoCallback() {
    Guest guest = Mode.COMPILED.guest(ModuleBuilder.plugin().basics(), host);
    guest.start();
    guest.onContextCreate(1, 0);
    assertThat(guest.onVmStart(1, 0)).isTrue();
    assertThat(guest.onConfigure(1, 0)).isTrue();
    assertThat(guest.onDone(1)).isTrue();
    assertThat(guest.onRequestHeaders(1, 2, false)).isZero();
    assertThat(guest.has(Callback.ON_TICK)).isFalse();
  }

  @Test
  void shouldNotCallWhatTheVmIsNotAllowed() {
    Guest guest =
        Mode.COMPILED.guest(
            telling(AbiVersion.V0_2_1),
            host,
            new GuestOptions(
                Map.of(),
                name -> !name.equals("proxy_on_request_headers"),
                GuestOptions.DEFAULT_MAX_MEMORY_BYTES));
    assertThat(guest.has(Callback.ON_REQUEST_HEADERS)).isFalse();
    assertThat(guest.onRequestHeaders(2, 5, true)).isZero();
    assertThat(host.calls()).isEmpty();
    assertThat(guest.onResponseHeaders(2, 5, true)).isNotZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFinishTailCalls(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int tell = module.importFunction("env", "proxy_set_effective_context", "i>i");
    int next = module.basics().function("ii>i", Code.of().local(0).local(1).add());
    // return_call
    module.function(
        "proxy_on_request_trailers", "ii>i", Code.of().local(0).local(1).raw(0x12).number(next));
    module.function("proxy_on_done", "i>i", Code.of().local(0).raw(0x12).number(tell));
    Guest guest = mode.guest(module, host);
    assertThat(guest.onRequestTrailers(40, 2)).isEqualTo(42);
    host.on("setEffectiveContext", arguments -> 1);
    assertThat(guest.onDone(7)).isTrue();
    assertThat(host.calls()).containsExactly("setEffectiveContext(7)");
  }
}
