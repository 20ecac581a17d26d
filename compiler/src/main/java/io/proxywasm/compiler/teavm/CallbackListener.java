package io.proxywasm.compiler.teavm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.dependency.MethodDependency;
import org.teavm.model.AnnotationReader;
import org.teavm.model.AnnotationValue;
import org.teavm.model.ClassReader;
import org.teavm.model.ClassReaderSource;
import org.teavm.model.MethodReader;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;

/**
 * Exports the callbacks that the plugin needs: those whose method a reached class overrides, and
 * those that a reached method of the sdk names. Also keeps the names of exceptions, which the log
 * shows.
 */
final class CallbackListener extends AbstractDependencyListener {
  private static final MethodReference GET_NAME =
      new MethodReference("java.lang.Class", "getName", ValueType.object("java.lang.String"));

  private static final MethodReference CLONE =
      new MethodReference("java.lang.Object", "cloneObject", ValueType.object("java.lang.Object"));

  /** What an array of them has of its own is its code for clone. */
  private static final List<ValueType> PRIMITIVES =
      List.of(
          ValueType.BOOLEAN,
          ValueType.BYTE,
          ValueType.SHORT,
          ValueType.CHARACTER,
          ValueType.INTEGER,
          ValueType.LONG,
          ValueType.FLOAT,
          ValueType.DOUBLE);

  @Override
  public void classReached(DependencyAgent agent, String className) {
    ClassReaderSource classes = agent.getClassSource();
    ClassReader cls = classes.get(className);
    if (cls == null) {
      return;
    }
    if (classes.isSuperType("java.lang.Throwable", className).orElse(false)) {
      agent
          .linkMethod(GET_NAME)
          .getVariable(0)
          .getClassValueNode()
          .propagate(agent.getType(ValueType.object(className)));
    }
    if (className.startsWith(Sdk.PACKAGE)) {
      return;
    }
    for (String ancestor = cls.getParent();
        ancestor != null;
        ancestor = parent(classes, ancestor)) {
      if (!ancestor.startsWith(Sdk.PACKAGE)) {
        continue;
      }
      ClassReader base = classes.get(ancestor);
      for (MethodReader method : base.getMethods()) {
        if (cls.getMethod(method.getDescriptor()) != null) {
          export(agent, method);
        }
      }
    }
  }

  private static @Nullable String parent(ClassReaderSource classes, String className) {
    ClassReader cls = classes.get(className);
    return cls == null ? null : cls.getParent();
  }

  @Override
  public void methodReached(DependencyAgent agent, MethodDependency method) {
    if (method.getReference().equals(CLONE)) {
      // TeaVM loses sight of them where a program also makes arrays of arrays.
      for (ValueType primitive : PRIMITIVES) {
        method.getVariable(0).propagate(agent.getType(ValueType.arrayOf(primitive)));
      }
    }
    if (method.getReference().getClassName().startsWith(Sdk.PACKAGE)
        && method.getMethod() != null) {
      export(agent, method.getMethod());
    }
  }

  private static void export(DependencyAgent agent, MethodReader method) {
    AnnotationReader callback = method.getAnnotations().get(Sdk.CALLBACK);
    if (callback == null) {
      return;
    }
    List<AnnotationValue> names = callback.getValue("value").getList();
    for (AnnotationValue name : names) {
      agent.linkClass(Sdk.exportClass(name.getString()));
    }
  }
}
