package io.proxywasm.sdk;

import java.util.function.Consumer;

/** An HTTP callout whose response is handed to a function, in the context that sent it. */
final class CallbackCall extends PendingCall {
  private final int contextId;
  private final Consumer<HttpCallResponse> callback;

  CallbackCall(int contextId, Consumer<HttpCallResponse> callback) {
    this.contextId = contextId;
    this.callback = callback;
  }

  @Override
  void receive(HttpCallResponse response) {
    if (!Contexts.enter(contextId)) {
      return;
    }
    try {
      callback.accept(response);
    } catch (Throwable failure) {
      if (!(Contexts.ALL.get(contextId) instanceof StreamContext stream)) {
        Failures.log("onHttpCallResponse", contextId, failure);
      } else if (Failures.fail(stream, "onHttpCallResponse", failure) == 0) {
        Host.calls().continueStream(Codes.REQUEST_STREAM);
      }
    }
  }
}
