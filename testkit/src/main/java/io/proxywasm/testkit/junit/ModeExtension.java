package io.proxywasm.testkit.junit;

import io.proxywasm.testkit.Mode;
import io.proxywasm.testkit.NotInEnvoyException;
import io.proxywasm.testkit.TestPlugin;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Gives tests what they ask for, in one mode, and tells what happened when they fail. */
final class ModeExtension
    implements ParameterResolver,
        ExecutionCondition,
        BeforeEachCallback,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private final Mode mode;

  ModeExtension(Mode mode) {
    this.mode = mode;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> missing = mode.missing();
    if (missing.isPresent()) {
      return ConditionEvaluationResult.disabled(missing.get());
    }
    return mode == Mode.JAVA && context.getTestMethod().isPresent() && Subject.isModule(context)
        ? ConditionEvaluationResult.disabled("The plugin is a module: it has no mode JAVA.")
        : ConditionEvaluationResult.enabled("The plugin has this mode.");
  }

  /** So that parameters of constructors are those of the test. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return supports(parameter.getParameter().getType());
  }

  private static boolean supports(Class<?> type) {
    return Session.has(type) || type == TestPlugin.class || type == Mode.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (Session.has(type) && context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "A "
              + type.getSimpleName()
              + " belongs to one test; here is none. Take a TestPlugin and make a proxy of it.");
    }
    return value(type, context);
  }

  private Object value(Class<?> type, ExtensionContext context) {
    if (type == Mode.class) {
      return mode;
    }
    return type == TestPlugin.class ? Subject.plugin(context) : Session.of(context, mode).get(type);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IllegalAccessException {
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      for (Field field :
          AnnotationSupport.findAnnotatedFields(instance.getClass(), UnderTest.class)) {
        set(field, instance, context);
      }
    }
  }

  private void set(Field field, Object instance, ExtensionContext context)
      throws IllegalAccessException {
    int unfit = field.getModifiers() & (Modifier.STATIC | Modifier.FINAL);
    if (unfit != 0 || !supports(field.getType())) {
      throw new ExtensionConfigurationException(
          "The field "
              + field
              + " cannot be set: with @UnderTest it is neither static nor final, and a TestProxy,"
              + " TestProxy.Builder, TestPlugin or Mode");
    }
    field.setAccessible(true);
    field.set(instance, value(field.getType(), context));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Session session = session(context);
    if (session == null) {
      return;
    }
    String mistakes = context.getExecutionException().isEmpty() ? session.mistakes() : "";
    session.close();
    if (!mistakes.isEmpty()) {
      throw new AssertionError(mistakes);
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withReport(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withReport(context, failure);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withReport(context, failure);
  }

  private static Throwable withReport(ExtensionContext context, Throwable failure) {
    if (failure instanceof NotInEnvoyException || failure instanceof TestAbortedException) {
      return new TestAbortedException(failure.getMessage(), failure);
    }
    Session session = session(context);
    if (session != null) {
      failure.addSuppressed(new WhatHappened(session.report()));
    }
    return failure;
  }

  private static @Nullable Session session(ExtensionContext context) {
    return context.getStore(ProxyWasmExtension.NAMESPACE).get(Session.class, Session.class);
  }
}
