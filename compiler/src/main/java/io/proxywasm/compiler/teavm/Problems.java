package io.proxywasm.compiler.teavm;

import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.compiler.Diagnostic.Place;
import io.proxywasm.compiler.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.diagnostics.ProblemSeverity;
import org.teavm.model.FieldReference;
import org.teavm.model.MethodReference;
import org.teavm.vm.TeaVM;

/**
 * TeaVM's problems as diagnostics: each with the line of the plugin that leads to it, and with
 * advice.
 */
final class Problems {
  private Problems() {}

  static List<Diagnostic> diagnostics(TeaVM vm, List<Diagnostic> known) {
    Set<Place> knownPlaces = new LinkedHashSet<>();
    known.forEach(d -> d.place().ifPresent(knownPlaces::add));
    Set<Diagnostic> diagnostics = new LinkedHashSet<>();
    for (Problem problem : vm.getProblemProvider().getProblems()) {
      List<Place> path =
          problem.getLocation() == null
              ? List.of()
              : Places.pathTo(vm.getDependencyInfo().getCallGraph(), problem.getLocation());
      if (!path.isEmpty() && knownPlaces.contains(path.get(0))) {
        continue;
      }
      diagnostics.add(
          new Diagnostic(
              problem.getSeverity() == ProblemSeverity.ERROR ? Severity.ERROR : Severity.WARNING,
              message(problem),
              path.stream().findFirst(),
              path.isEmpty() ? path : path.subList(1, path.size()),
              advice(problem)));
    }
    return new ArrayList<>(diagnostics);
  }

  private static String message(Problem problem) {
    Object subject = problem.getParams().length > 0 ? problem.getParams()[0] : null;
    if (subject instanceof MethodReference method && problem.getText().contains("not found")) {
      return "the JDK of a plugin has no " + method.getClassName() + "." + method.getName();
    }
    if (subject instanceof String className && problem.getText().contains("not found")) {
      return "the JDK of a plugin has no " + className;
    }
    if (subject instanceof FieldReference field && problem.getText().contains("not found")) {
      return "the JDK of a plugin has no " + field.getClassName() + "." + field.getFieldName();
    }
    DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
    problem.render(text);
    return text.getText();
  }

  private static Optional<String> advice(Problem problem) {
    for (Object param : problem.getParams()) {
      Optional<String> advice = Optional.empty();
      if (param instanceof MethodReference method) {
        advice = Advice.forMethod(method.getClassName(), method.getName());
      } else if (param instanceof String className) {
        advice = Advice.forMethod(className, "");
      } else if (param instanceof FieldReference field) {
        advice = Advice.forMethod(field.getClassName(), field.getFieldName());
      }
      if (advice.isPresent()) {
        return advice;
      }
    }
    return Optional.empty();
  }
}
