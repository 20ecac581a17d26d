package io.proxywasm.jwt;

/** Tells why a token is refused. The message has nothing of the token but names of claims. */
public final class JwtException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a token is refused. */
  public enum Reason {
    /** It is no token, or longer than allowed. */
    MALFORMED,
    /** Its algorithm is none of those that are allowed. */
    ALGORITHM,
    /** No key fits. */
    KEY,
    /** The signature is wrong. */
    SIGNATURE,
    /** It is no more, or not yet, valid. */
    TIME,
    /** The issuer, the audience or another claim is not as required. */
    CLAIM
  }

  private final Reason reason;
  private final String problem;

  JwtException(Reason reason, String problem) {
    this.reason = reason;
    this.problem = problem;
  }

  /** Returns why it is refused. */
  public Reason reason() {
    return reason;
  }

  /** Returns what is wrong. */
  @Override
  public String getMessage() {
    return problem;
  }

  /** Returns what is wrong. */
  @Override
  public String toString() {
    return "token refused: " + problem;
  }
}
