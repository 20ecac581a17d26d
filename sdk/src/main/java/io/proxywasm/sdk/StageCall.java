package io.proxywasm.sdk;

/** An HTTP callout whose response completes a stage. */
final class StageCall extends PendingCall {
  private final String cluster;
  private final Stage<HttpCallResponse> stage = new Stage<>();

  StageCall(String cluster) {
    this.cluster = cluster;
  }

  Stage<HttpCallResponse> stage() {
    return stage;
  }

  @Override
  void receive(HttpCallResponse response) {
    if (response.failed()) {
      stage.fail(new CalloutException(cluster, response.failure()));
    } else {
      stage.complete(response);
    }
  }
}
