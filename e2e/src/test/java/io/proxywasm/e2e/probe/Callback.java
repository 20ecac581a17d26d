package io.proxywasm.e2e.probe;

import java.util.Locale;

/** What a host calls. The probe exports all of them. */
public enum Callback {
  INITIALIZE("", Answer.NONE),
  ON_CONTEXT_CREATE("ctx parent", Answer.NONE),
  ON_VM_START("ctx size", Answer.TRUE),
  ON_CONFIGURE("ctx size", Answer.TRUE),
  ON_TICK("ctx", Answer.NONE),
  ON_QUEUE_READY("ctx queue", Answer.NONE),
  ON_FOREIGN_FUNCTION("ctx function size", Answer.NONE),
  ON_NEW_CONNECTION("ctx", Answer.CONTINUE),
  ON_DOWNSTREAM_DATA("ctx size end", Answer.CONTINUE),
  ON_UPSTREAM_DATA("ctx size end", Answer.CONTINUE),
  ON_DOWNSTREAM_CONNECTION_CLOSE("ctx peer", Answer.NONE),
  ON_UPSTREAM_CONNECTION_CLOSE("ctx peer", Answer.NONE),
  ON_REQUEST_HEADERS("ctx count end", Answer.CONTINUE),
  ON_REQUEST_BODY("ctx size end", Answer.CONTINUE),
  ON_REQUEST_TRAILERS("ctx count", Answer.CONTINUE),
  ON_REQUEST_METADATA("ctx count", Answer.CONTINUE),
  ON_RESPONSE_HEADERS("ctx count end", Answer.CONTINUE),
  ON_RESPONSE_BODY("ctx size end", Answer.CONTINUE),
  ON_RESPONSE_TRAILERS("ctx count", Answer.CONTINUE),
  ON_RESPONSE_METADATA("ctx count", Answer.CONTINUE),
  ON_HTTP_CALL_RESPONSE("ctx call headers size trailers", Answer.NONE),
  ON_GRPC_RECEIVE_INITIAL_METADATA("ctx call count", Answer.NONE),
  ON_GRPC_RECEIVE("ctx call size", Answer.NONE),
  ON_GRPC_RECEIVE_TRAILING_METADATA("ctx call count", Answer.NONE),
  ON_GRPC_CLOSE("ctx call status", Answer.NONE),
  ON_DONE("ctx", Answer.TRUE),
  ON_LOG("ctx", Answer.NONE),
  ON_DELETE("ctx", Answer.NONE),
  VALIDATE_CONFIGURATION("ctx size", Answer.TRUE);

  /** What the callback gives back unless a script says otherwise. */
  enum Answer {
    NONE,
    CONTINUE,
    TRUE
  }

  private final String parameters;
  private final Answer answer;

  Callback(String parameters, Answer answer) {
    this.parameters = parameters;
    this.answer = answer;
  }

  String[] parameters() {
    return parameters.isEmpty() ? new String[0] : parameters.split(" ");
  }

  Answer answer() {
    return answer;
  }

  /** The name without its prefix, as in transcripts. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String export() {
    return this == INITIALIZE ? "_initialize" : "proxy_" + shortName();
  }
}
