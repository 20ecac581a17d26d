package io.proxywasm.javaguest.inside;

/** A hostcall that Envoy ends the VM for: it comes before there is a context. */
final class Restricted extends Error {
  private static final long serialVersionUID = 1;

  Restricted(Hostcall call) {
    super(
        "restricted_callback: "
            + call.abiName()
            + " is not allowed before the VM starts: call it in onStart, onConfigure or later");
  }
}
