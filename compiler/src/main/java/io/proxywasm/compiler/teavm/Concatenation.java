package io.proxywasm.compiler.teavm;

import java.util.ArrayList;
import java.util.List;
import org.teavm.dependency.BootstrapMethodSubstitutor;
import org.teavm.dependency.DynamicCallSite;
import org.teavm.model.MethodReference;
import org.teavm.model.RuntimeConstant;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.emit.ValueEmitter;
import org.teavm.model.instructions.IntegerSubtype;
import org.teavm.vm.TeaVM;

/**
 * Makes of {@code a + b} one call that knows the length of the whole, where TeaVM fills a {@code
 * StringBuilder}: a fraction of the code, and no array that grows and is copied.
 */
final class Concatenation implements BootstrapMethodSubstitutor {
  private static final String FACTORY = "java.lang.invoke.StringConcatFactory";
  private static final ValueType STRING = ValueType.object("java.lang.String");
  private static final ValueType OBJECT = ValueType.object("java.lang.Object");
  private static final ValueType LOOKUP = ValueType.object("java.lang.invoke.MethodHandles$Lookup");
  private static final ValueType METHOD_TYPE = ValueType.object("java.lang.invoke.MethodType");
  private static final ValueType CALL_SITE = ValueType.object("java.lang.invoke.CallSite");

  private static final char ARGUMENT = '\1';
  private static final char CONSTANT = '\2';

  /** How many texts one call takes. */
  private static final int MOST = 4;

  static void install(TeaVM vm) {
    Concatenation concatenation = new Concatenation();
    vm.add(
        new MethodReference(FACTORY, "makeConcat", LOOKUP, STRING, METHOD_TYPE, CALL_SITE),
        concatenation);
    vm.add(
        new MethodReference(
            FACTORY,
            "makeConcatWithConstants",
            LOOKUP,
            STRING,
            METHOD_TYPE,
            STRING,
            ValueType.arrayOf(OBJECT),
            CALL_SITE),
        concatenation);
  }

  @Override
  public ValueEmitter substitute(DynamicCallSite site, ProgramEmitter body) {
    List<ValueEmitter> texts = texts(site, body);
    while (texts.size() > MOST) {
      List<ValueEmitter> last = texts.subList(texts.size() - MOST, texts.size());
      ValueEmitter joined = joined(body, last);
      last.clear();
      texts.add(joined);
    }
    if (texts.size() < 2) {
      texts.add(body.constant(""));
    }
    return joined(body, texts);
  }

  private static ValueEmitter joined(ProgramEmitter body, List<ValueEmitter> texts) {
    return body.invoke(
        Sdk.WASM_PACKAGE + "Texts", "concat", STRING, texts.toArray(ValueEmitter[]::new));
  }

  private static List<ValueEmitter> texts(DynamicCallSite site, ProgramEmitter body) {
    List<ValueEmitter> texts = new ArrayList<>();
    int argument = 0;
    if (site.getBootstrapMethod().getName().equals("makeConcat")) {
      while (argument < site.getArguments().size()) {
        texts.add(argument(site, argument++, body));
      }
      return texts;
    }
    int constant = 1;
    StringBuilder written = new StringBuilder();
    for (char c : site.getBootstrapArguments().get(0).getString().toCharArray()) {
      if (c == CONSTANT) {
        written.append(constant(site.getBootstrapArguments().get(constant++)));
      } else if (c == ARGUMENT) {
        addWritten(written, texts, body);
        texts.add(argument(site, argument++, body));
      } else {
        written.append(c);
      }
    }
    addWritten(written, texts, body);
    return texts;
  }

  private static void addWritten(
      StringBuilder written, List<ValueEmitter> texts, ProgramEmitter body) {
    if (!written.isEmpty()) {
      texts.add(body.constant(written.toString()));
      written.setLength(0);
    }
  }

  private static String constant(RuntimeConstant constant) {
    return switch (constant.getKind()) {
      case RuntimeConstant.STRING -> constant.getString();
      case RuntimeConstant.INT -> Integer.toString(constant.getInt());
      case RuntimeConstant.LONG -> Long.toString(constant.getLong());
      case RuntimeConstant.FLOAT -> Float.toString(constant.getFloat());
      case RuntimeConstant.DOUBLE -> Double.toString(constant.getDouble());
      default ->
          throw new IllegalArgumentException(
              "a constant of kind " + constant.getKind() + " in a concatenation");
    };
  }

  private static ValueEmitter argument(DynamicCallSite site, int number, ProgramEmitter body) {
    ValueEmitter value = site.getArguments().get(number);
    ValueType type = site.getCalledMethod().parameterType(number);
    if (type.equals(STRING)) {
      return value;
    }
    if (!(type instanceof ValueType.Primitive primitive)) {
      return body.invoke(new MethodReference("java.lang.String", "valueOf", OBJECT, STRING), value);
    }
    return switch (primitive.getKind()) {
      case BYTE -> digits(value.castToInteger(IntegerSubtype.BYTE), body);
      case SHORT -> digits(value.castToInteger(IntegerSubtype.SHORT), body);
      case INTEGER -> digits(value, body);
      default ->
          body.invoke(new MethodReference("java.lang.String", "valueOf", type, STRING), value);
    };
  }

  private static ValueEmitter digits(ValueEmitter number, ProgramEmitter body) {
    return body.invoke(
        new MethodReference(Sdk.PACKAGE + "Digits", "of", ValueType.INTEGER, STRING), number);
  }
}
