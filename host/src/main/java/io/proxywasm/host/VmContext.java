package io.proxywasm.host;

/** The VM itself, in whose name it starts and allocates. */
final class VmContext extends Context {
  VmContext(Vm vm) {
    super(vm, 0, "wasm log");
  }

  @Override
  Context root() {
    return this;
  }
}
