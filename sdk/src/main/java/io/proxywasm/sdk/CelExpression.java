package io.proxywasm.sdk;

/**
 * An expression of the Common Expression Language over Envoy's attributes, such as {@code
 * request.headers['x-user'] == 'jane'}: the foreign functions {@code expr_create}, {@code
 * expr_evaluate} and {@code expr_delete}. Only Envoy has them. Make it once, in {@link
 * PluginContext#onConfigure}, and keep it.
 */
public final class CelExpression implements AutoCloseable {
  private final int token;

  /**
   * Reads an expression.
   *
   * @throws HostcallException if it is malformed (BAD_ARGUMENT) or the host has no expressions
   *     (NOT_FOUND)
   */
  public CelExpression(String expression) {
    Bytes bytes = ForeignFunctions.call("expr_create", expression);
    if (bytes.length() < 4) {
      throw new IllegalStateException("expr_create gave no number");
    }
    int number = 0;
    for (int i = 3; i >= 0; i--) {
      number = number << 8 | bytes.get(i) & 0xFF;
    }
    token = number;
  }

  /**
   * Returns the value of the expression for the current stream, in the form in which the host
   * serializes properties; valid until the callback returns.
   *
   * @throws HostcallException if it has none, for example as a part is not there
   */
  public Bytes evaluate() {
    byte[] argument = {
      (byte) token, (byte) (token >> 8), (byte) (token >> 16), (byte) (token >> 24)
    };
    return ForeignFunctions.call("expr_evaluate", Bytes.of(argument));
  }

  /** Returns whether the value of the expression is true. */
  public boolean isTrue() {
    Bytes value = evaluate();
    return value.length() == 1 && value.get(0) != 0;
  }

  /** Returns the value of an expression that gives a text. */
  public String text() {
    return evaluate().utf8();
  }

  /** Makes the host forget the expression. */
  @Override
  public void close() {
    byte[] argument = {
      (byte) token, (byte) (token >> 8), (byte) (token >> 16), (byte) (token >> 24)
    };
    Bytes unused = ForeignFunctions.call("expr_delete", Bytes.of(argument));
  }
}
