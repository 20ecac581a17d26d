package io.proxywasm.compiler.teavm;

import org.teavm.backend.wasm.TeaVMWasmGCHost;
import org.teavm.backend.wasm.WasmGCTarget;
import org.teavm.model.ClassReader;
import org.teavm.model.MethodReader;
import org.teavm.model.Program;
import org.teavm.model.optimization.InliningFilterFactory;
import org.teavm.vm.TeaVMTargetController;

/**
 * TeaVM's WasmGC target, which does not copy the sdk's cold code into its callers, nor check at
 * each use whether the sdk's classes are initialized.
 */
final class PluginTarget extends WasmGCTarget implements TeaVMWasmGCHost {
  @SuppressWarnings("NullAway.Init") // TeaVM sets it before it asks for anything.
  private TeaVMTargetController controller;

  @Override
  public void setController(TeaVMTargetController newController) {
    controller = newController;
    super.setController(newController);
  }

  @Override
  public void beforeInlining(Program program, MethodReader method) {
    super.beforeInlining(program, method);
    EagerInitializers.apply(program, method, controller.getDependencyInfo());
  }

  @Override
  public InliningFilterFactory getInliningFilter() {
    var inherited = super.getInliningFilter();
    return caller -> {
      var filter = inherited.createFilter(caller);
      return method -> filter.apply(method) && !isCold(method.getClassName());
    };
  }

  private boolean isCold(String className) {
    if (!className.startsWith(Sdk.GROUP)) {
      return false;
    }
    ClassReader cls = controller.getUnprocessedClassSource().get(className);
    return cls != null && cls.getAnnotations().get(Sdk.COLD) != null;
  }
}
