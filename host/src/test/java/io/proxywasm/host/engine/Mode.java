package io.proxywasm.host.engine;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestOptions;

/** How the guests of a test run. */
@SuppressWarnings("ImmutableEnumChecker") // One engine for all tests, which is thread-safe.
enum Mode {
  COMPILED(WasmEngine.compiled()),
  INTERPRETED(WasmEngine.interpreted());

  private final WasmEngine engine;

  Mode(WasmEngine engine) {
    this.engine = engine;
  }

  WasmEngine engine() {
    return engine;
  }

  Guest guest(ModuleBuilder module, FakeHost host) {
    return guest(module, host, GuestOptions.defaults());
  }

  Guest guest(ModuleBuilder module, FakeHost host, GuestOptions options) {
    return engine.load(module.build()).newGuest(host.hostcalls(), options);
  }
}
