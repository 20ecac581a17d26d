package io.proxywasm.compiler.teavm;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teavm.common.ServiceRepository;
import org.teavm.dependency.ClassSourcePacker;
import org.teavm.dependency.PreciseDependencyAnalyzer;
import org.teavm.diagnostics.Diagnostics;
import org.teavm.model.ClassReaderSource;
import org.teavm.model.FieldReference;
import org.teavm.model.MethodReference;
import org.teavm.model.ReferenceCache;
import org.teavm.parsing.resource.ResourceProvider;

/**
 * TeaVM's analysis, which gives its results in one order. Its own order comes from hash tables with
 * the identity of objects as keys: it differs from one process to the next, and with it the module.
 */
final class OrderedAnalyzer extends PreciseDependencyAnalyzer {
  private @Nullable List<String> classes;
  private @Nullable List<MethodReference> methods;
  private @Nullable List<FieldReference> fields;

  OrderedAnalyzer(
      ClassReaderSource classSource,
      ResourceProvider resources,
      ClassLoader classLoader,
      ServiceRepository services,
      Diagnostics diagnostics,
      ReferenceCache references,
      String[] platformTags,
      Supplier<Properties> properties) {
    super(
        classSource,
        resources,
        classLoader,
        services,
        diagnostics,
        references,
        platformTags,
        properties);
  }

  /** Called when the analysis is over: what is reached does not change any more. */
  @Override
  public void cleanup(ClassSourcePacker packer) {
    super.cleanup(packer);
    classes = super.getReachableClasses().stream().sorted().toList();
    methods =
        super.getReachableMethods().stream()
            .sorted(Comparator.comparing(MethodReference::toString))
            .toList();
    fields =
        super.getReachableFields().stream()
            .sorted(Comparator.comparing(FieldReference::toString))
            .toList();
  }

  @Override
  public Collection<String> getReachableClasses() {
    return classes != null ? classes : super.getReachableClasses();
  }

  @Override
  public Collection<MethodReference> getReachableMethods() {
    return methods != null ? methods : super.getReachableMethods();
  }

  @Override
  public Collection<FieldReference> getReachableFields() {
    return fields != null ? fields : super.getReachableFields();
  }
}
