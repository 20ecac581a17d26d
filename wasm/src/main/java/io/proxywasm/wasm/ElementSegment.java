package io.proxywasm.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * References that a module brings along: for a table, or only to declare that functions are
 * referred to.
 *
 * @param flags how it is encoded: 1 not written by itself, 2 has a table index (or is a
 *     declaration), 4 has expressions
 * @param table the table it is written to
 * @param offset where in the table, if it is written at the start
 * @param type the type of the references
 * @param functions the functions, where it is a list of functions
 * @param expressions the references, where it is a list of expressions
 */
public record ElementSegment(
    int flags,
    int table,
    Optional<Expression> offset,
    Optional<ReferenceType> type,
    List<Integer> functions,
    List<Expression> expressions) {

  /**
   * Copies both lists.
   *
   * @param flags how it is encoded
   * @param table the table it is written to
   * @param offset where in the table
   * @param type the type of the references
   * @param functions the functions
   * @param expressions the references
   */
  public ElementSegment {
    functions = List.copyOf(functions);
    expressions = List.copyOf(expressions);
  }

  static ElementSegment read(Input in) {
    int flags = (int) Math.min(8, in.u32("an element segment's flags"));
    if (flags > 7) {
      throw in.error("an element segment's flags are not 0 to 7");
    }
    boolean active = (flags & 1) == 0;
    boolean explicit = (flags & 2) != 0;
    boolean asExpressions = (flags & 4) != 0;
    int table = active && explicit ? in.index("a table index") : 0;
    Optional<Expression> offset = active ? Optional.of(Expression.read(in)) : Optional.empty();
    Optional<ReferenceType> type = Optional.empty();
    if (!active || explicit) {
      if (asExpressions) {
        type = Optional.of(TypeCodec.readReference(in, "an element's type"));
      } else if (in.u8("an element's kind") != 0) {
        throw in.errorAt(in.position() - 1, "an element's kind is not 0");
      }
    }
    int count = in.count("elements", Limits.ELEMENTS);
    List<Integer> functions = new ArrayList<>();
    List<Expression> expressions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (asExpressions) {
        expressions.add(Expression.read(in));
      } else {
        functions.add(in.index("a function index"));
      }
    }
    return new ElementSegment(flags, table, offset, type, functions, expressions);
  }

  void write(Output out) {
    out.u32(flags);
    boolean explicit = (flags & 2) != 0;
    offset.ifPresent(
        expression -> {
          if (explicit) {
            out.u32(table);
          }
          out.bytes(expression.bytes());
        });
    if (type.isPresent()) {
      TypeCodec.writeValue(type.get(), out);
    } else if ((flags & 3) != 0 && (flags & 4) == 0) {
      out.u8(0);
    }
    if ((flags & 4) != 0) {
      out.vector(expressions, (expression, to) -> to.bytes(expression.bytes()));
    } else {
      out.vector(functions, (function, to) -> to.u32(function));
    }
  }
}
