package io.proxywasm.compiler.teavm;

import io.proxywasm.compiler.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teavm.dependency.DependencyInfo;
import org.teavm.model.AnnotationReader;
import org.teavm.model.AnnotationValue;
import org.teavm.model.MethodReader;
import org.teavm.model.MethodReference;
import org.teavm.model.PreOptimizingClassHolderSource;
import org.teavm.model.ReferenceCache;
import org.teavm.parsing.ClasspathClassHolderSource;
import org.teavm.parsing.ClasspathResourceProvider;
import org.teavm.parsing.resource.CompositeResourceProvider;
import org.teavm.parsing.resource.ResourceProvider;
import org.teavm.vm.TeaVM;
import org.teavm.vm.TeaVMBuilder;
import org.teavm.vm.TeaVMOptimizationLevel;

/**
 * Runs TeaVM on a plugin: class files in, a WasmGC module out, with our transformers on the way.
 */
public final class TeaVmDriver {
  /**
   * What java.nio's direct buffers may take; they are the only thing in linear memory that is not
   * scratch.
   */
  private static final int DIRECT_BUFFER_BYTES = 256 * 1024;

  private TeaVmDriver() {}

  /**
   * Compiles a plugin.
   *
   * @param mainClass the class with the plugin's main
   * @param classPath jars and folders of classes: the plugin, its libraries and the sdk
   * @param stackTraces whether exceptions get stack traces, which costs size and a little speed
   */
  public static TeaVmBuild build(String mainClass, List<Path> classPath, boolean stackTraces) {
    ClassLoader teavm = TeaVmDriver.class.getClassLoader();
    List<File> files = classPath.stream().map(Path::toFile).toList();
    try (ResourceProvider plugin = ResourceProvider.ofClassPath(files)) {
      ResourceProvider resources =
          new CompositeResourceProvider(
              plugin, new ClasspathResourceProvider(new WithoutJdk(teavm)));
      ReferenceCache references = new ReferenceCache();
      var classes =
          new PreOptimizingClassHolderSource(
              new ClasspathClassHolderSource(resources, references, teavm));

      PluginTarget target = new PluginTarget();
      target.setStrict(true);
      target.setObfuscated(false);
      target.setBufferHeapMinSize(DIRECT_BUFFER_BYTES);
      TeaVM vm =
          new TeaVMBuilder(target)
              .setReferenceCache(references)
              .setClassLoader(teavm)
              .setClassSource(classes)
              .setResourceProvider(resources)
              .setDependencyAnalyzerFactory(OrderedAnalyzer::new)
              .setObfuscated(false)
              .setStrict(true)
              .build();
      vm.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
      ForbiddenCalls forbidden = new ForbiddenCalls();
      vm.add(
          forbidden); // Before TeaVM's own plugins, which replace some of the calls that it looks
      // for.
      vm.installPlugins();
      Concatenation.install(vm);
      vm.add(new PlatformTransformer(mainClass, stackTraces));
      vm.add(new SemanticsTransformer());
      if (stackTraces) {
        vm.add(new StackTraceTransformer());
      }
      vm.add(new CallbackListener());
      Intrinsics.install(target);
      vm.setEntryPoint(Sdk.START);

      ByteArrayOutputStream output = new ByteArrayOutputStream();
      vm.build(name -> output, "plugin.wasm");

      List<Diagnostic> diagnostics = new ArrayList<>(forbidden.diagnostics(vm.getDependencyInfo()));
      diagnostics.addAll(Problems.diagnostics(vm, diagnostics));
      if (diagnostics.isEmpty() && !registersPlugin(vm.getDependencyInfo())) {
        diagnostics.add(
            Diagnostic.error(
                "main of " + mainClass + " makes no plugin",
                "Call ProxyWasm.http(MyHttpContext::new), ProxyWasm.plugin(...) or ProxyWasm.vm(...) in it."));
      }
      boolean failed =
          diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
      return new TeaVmBuild(
          failed || output.size() == 0 ? Optional.empty() : Optional.of(output.toByteArray()),
          diagnostics,
          importPaths(vm.getDependencyInfo()));
    }
  }

  private static boolean registersPlugin(DependencyInfo info) {
    return info.getReachableMethods().stream()
        .anyMatch(m -> m.getClassName().equals(Sdk.ENTRY) && m.getName().equals("vm"));
  }

  private static Map<String, List<Diagnostic.Place>> importPaths(DependencyInfo info) {
    Map<String, List<Diagnostic.Place>> paths = new HashMap<>();
    for (MethodReference reference : info.getReachableMethods()) {
      MethodReader method = info.getClassSource().resolve(reference);
      AnnotationReader imported =
          method == null ? null : method.getAnnotations().get("org.teavm.interop.Import");
      if (imported == null || reference.getClassName().startsWith(Sdk.PACKAGE)) {
        continue;
      }
      AnnotationValue module = imported.getValue("module");
      String name =
          (module == null || module.getString().isEmpty() ? "teavm" : module.getString())
              + "."
              + imported.getValue("name").getString();
      paths.put(name, Places.pathToCaller(info.getCallGraph(), reference));
    }
    return paths;
  }
}
