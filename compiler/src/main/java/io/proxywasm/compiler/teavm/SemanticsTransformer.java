package io.proxywasm.compiler.teavm;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ArrayElementType;
import org.teavm.model.instructions.ArrayLengthInstruction;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.BinaryOperation;
import org.teavm.model.instructions.CastInstruction;
import org.teavm.model.instructions.ConstructArrayInstruction;
import org.teavm.model.instructions.ConstructInstruction;
import org.teavm.model.instructions.ConstructMultiArrayInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.LongConstantInstruction;
import org.teavm.model.instructions.NullConstantInstruction;
import org.teavm.model.instructions.NumericOperandType;
import org.teavm.model.instructions.PutElementInstruction;
import org.teavm.model.instructions.StringConstantInstruction;
import org.teavm.model.instructions.UnwrapArrayInstruction;

/**
 * Puts a check before what TeaVM's strict mode leaves to Wasm: division by zero (a trap), the
 * smallest number divided by -1 (a trap), a negative array size, an element of the wrong type.
 */
final class SemanticsTransformer implements ClassHolderTransformer {
  private static final ValueType OBJECT = ValueType.object("java.lang.Object");
  private static final MethodReference ARRAY_SIZE =
      new MethodReference(Sdk.CHECKS, "arraySize", ValueType.INTEGER, ValueType.INTEGER);
  private static final MethodReference STORE =
      new MethodReference(Sdk.CHECKS, "store", OBJECT, OBJECT, ValueType.VOID);

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    if (cls.getName().startsWith(Sdk.WASM_PACKAGE)) {
      return;
    }
    // The JDK's own collections store into arrays that they made; only what a caller hands them can
    // be wrong.
    boolean checkStores =
        !cls.getName().startsWith("java.")
            && !cls.getName().startsWith("org.teavm.")
            && !cls.getName().startsWith(Sdk.PACKAGE);
    for (MethodHolder method : cls.getMethods()) {
      if (method.getProgram() != null) {
        transform(method.getProgram(), checkStores || method.getName().equals("toArray"));
      }
    }
  }

  private static void transform(Program program, boolean checkStores) {
    Map<Variable, Instruction> definitions = null;
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (!(instruction instanceof BinaryInstruction
            || instruction instanceof ConstructArrayInstruction
            || instruction instanceof ConstructMultiArrayInstruction
            || instruction instanceof PutElementInstruction)) {
          continue;
        }
        if (definitions == null) {
          definitions = definitions(program);
        }
        if (instruction instanceof BinaryInstruction binary) {
          checkDivision(binary, definitions);
        } else if (instruction instanceof ConstructArrayInstruction array) {
          array.setSize(checkedSize(array, array.getSize(), definitions));
        } else if (instruction instanceof ConstructMultiArrayInstruction array) {
          for (int i = 0; i < array.getDimensions().size(); i++) {
            array
                .getDimensions()
                .set(i, checkedSize(array, array.getDimensions().get(i), definitions));
          }
        } else if (checkStores) {
          checkStore((PutElementInstruction) instruction, definitions);
        }
      }
    }
  }

  private static Map<Variable, Instruction> definitions(Program program) {
    Map<Variable, Instruction> definitions = new HashMap<>();
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof IntegerConstantInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof LongConstantInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof NullConstantInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof ArrayLengthInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof ConstructArrayInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof UnwrapArrayInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof InvokeInstruction i && i.getReceiver() != null) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof ConstructInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof StringConstantInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof GetFieldInstruction i) {
          definitions.put(i.getReceiver(), i);
        } else if (instruction instanceof CastInstruction i) {
          definitions.put(i.getReceiver(), i);
        }
      }
    }
    return definitions;
  }

  private static void checkDivision(
      BinaryInstruction binary, Map<Variable, Instruction> definitions) {
    boolean division = binary.getOperation() == BinaryOperation.DIVIDE;
    if (!division && binary.getOperation() != BinaryOperation.MODULO) {
      return;
    }
    ValueType type;
    if (binary.getOperandType() == NumericOperandType.INT) {
      type = ValueType.INTEGER;
    } else if (binary.getOperandType() == NumericOperandType.LONG) {
      type = ValueType.LONG;
    } else {
      return;
    }
    Instruction divisor = definitions.get(binary.getSecondOperand());
    if (divisor instanceof IntegerConstantInstruction c && isHarmless(c.getConstant())
        || divisor instanceof LongConstantInstruction l && isHarmless(l.getConstant())) {
      return;
    }
    InvokeInstruction call =
        call(
            new MethodReference(Sdk.CHECKS, division ? "divide" : "remainder", type, type, type),
            binary.getFirstOperand(),
            binary.getSecondOperand());
    call.setReceiver(binary.getReceiver());
    call.setLocation(binary.getLocation());
    binary.replace(call);
  }

  private static boolean isHarmless(long divisor) {
    return divisor != 0 && divisor != -1;
  }

  private static Variable checkedSize(
      Instruction array, Variable size, Map<Variable, Instruction> definitions) {
    Instruction definition = definitions.get(size);
    if (definition instanceof ArrayLengthInstruction
        || definition instanceof IntegerConstantInstruction c && c.getConstant() >= 0) {
      return size;
    }
    InvokeInstruction call = call(ARRAY_SIZE, size);
    call.setReceiver(array.getProgram().createVariable());
    call.setLocation(array.getLocation());
    array.insertPrevious(call);
    return call.getReceiver();
  }

  private static void checkStore(
      PutElementInstruction put, Map<Variable, Instruction> definitions) {
    if (put.getType() != ArrayElementType.OBJECT
        || definitions.get(put.getValue()) instanceof NullConstantInstruction
        || !(definitions.get(put.getArray()) instanceof UnwrapArrayInstruction unwrap)
        || definitions.get(unwrap.getArray()) instanceof ConstructArrayInstruction array
            && isOfType(definitions.get(put.getValue()), array.getItemType())) {
      return;
    }
    InvokeInstruction call = call(STORE, unwrap.getArray(), put.getValue());
    call.setLocation(put.getLocation());
    put.insertPrevious(call);
  }

  /** Whether a value surely is of a type, as those are that javac fills a new array with. */
  private static boolean isOfType(@Nullable Instruction definition, ValueType type) {
    if (type.equals(OBJECT)) {
      return true;
    }
    ValueType defined;
    if (definition instanceof InvokeInstruction invoke) {
      defined = invoke.getMethod().getReturnType();
    } else if (definition instanceof ConstructInstruction construct) {
      defined = ValueType.object(construct.getType());
    } else if (definition instanceof StringConstantInstruction) {
      defined = ValueType.object("java.lang.String");
    } else if (definition instanceof GetFieldInstruction field) {
      defined = field.getFieldType();
    } else if (definition instanceof CastInstruction cast) {
      defined = cast.getTargetType();
    } else {
      return false;
    }
    return defined.equals(type);
  }

  private static InvokeInstruction call(MethodReference method, Variable... arguments) {
    InvokeInstruction call = new InvokeInstruction();
    call.setType(InvocationType.SPECIAL);
    call.setMethod(method);
    call.setArguments(arguments);
    return call;
  }
}
