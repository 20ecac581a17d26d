package io.proxywasm.testkit.junit;

import io.proxywasm.testkit.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a class, or a method, once in each mode. */
final class ProxyWasmExtension
    implements ClassTemplateInvocationContextProvider, TestTemplateInvocationContextProvider {
  static final Namespace NAMESPACE = Namespace.create(ProxyWasmExtension.class);

  private static final String MODE_PARAMETER = "pwj.test.mode";

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getRequiredTestClass(), ProxyWasmTest.class);
  }

  @Override
  public Stream<ModeInvocation> provideClassTemplateInvocationContexts(ExtensionContext context) {
    return modes(context).stream().map(mode -> new ModeInvocation(mode, true));
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), ProxyWasmTest.class);
  }

  @Override
  public Stream<ModeInvocation> provideTestTemplateInvocationContexts(ExtensionContext context) {
    Mode ofClass = context.getStore(NAMESPACE).get(Mode.class, Mode.class);
    List<Mode> modes = modes(context);
    if (ofClass == null) {
      return modes.stream().map(mode -> new ModeInvocation(mode, true));
    }
    // The class has its extension already, and each run of it is in one mode.
    return modes.stream().filter(ofClass::equals).map(mode -> new ModeInvocation(mode, false));
  }

  @Override
  public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
    return true;
  }

  private static List<Mode> modes(ExtensionContext context) {
    String chosen = context.getConfigurationParameter(MODE_PARAMETER).orElse("");
    if (!chosen.isEmpty()) {
      try {
        return Modes.valueOf(chosen.toUpperCase(Locale.ROOT)).modes();
      } catch (IllegalArgumentException e) {
        throw new ExtensionConfigurationException(
            MODE_PARAMETER
                + " is "
                + chosen
                + ", but only "
                + Arrays.toString(Modes.values())
                + " are known",
            e);
      }
    }
    return Annotations.all(context, ProxyWasmTest.class).stream()
        .map(ProxyWasmTest::mode)
        .filter(modes -> modes != Modes.DEFAULT)
        .findFirst()
        .orElse(Modes.DEFAULT)
        .modes();
  }
}
