package io.proxywasm.wasm;

import java.util.Optional;

/**
 * A table of the module's own.
 *
 * @param type what it holds
 * @param value computes what every element is at first, where that is not null
 */
public record Table(TableType type, Optional<Expression> value) {
  private static final int WITH_VALUE = 0x40;

  static Table read(Input in) {
    if (in.peek("a table") != WITH_VALUE) {
      return new Table(TableType.read(in), Optional.empty());
    }
    in.u8("a table");
    if (in.u8("a table") != 0) {
      throw in.errorAt(in.position() - 1, "a table with a value begins with 0x40 0x00");
    }
    return new Table(TableType.read(in), Optional.of(Expression.read(in)));
  }

  void write(Output out) {
    if (value.isPresent()) {
      out.u8(WITH_VALUE).u8(0);
    }
    type.write(out);
    value.ifPresent(expression -> out.bytes(expression.bytes()));
  }
}
