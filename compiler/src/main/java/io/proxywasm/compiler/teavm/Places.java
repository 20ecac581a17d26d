package io.proxywasm.compiler.teavm;

import io.proxywasm.compiler.Diagnostic.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teavm.callgraph.CallGraph;
import org.teavm.callgraph.CallGraphNode;
import org.teavm.callgraph.CallSite;
import org.teavm.model.CallLocation;
import org.teavm.model.MethodReference;
import org.teavm.model.TextLocation;

/** Finds the line of the plugin that reaches a method, and the calls in between. */
final class Places {
  private Places() {}

  private record Step(MethodReference method, List<Place> path) {}

  /** Whether a class is the plugin's or of one of its libraries. */
  static boolean isOfPlugin(String className) {
    return !className.startsWith("java.")
        && !className.startsWith("javax.")
        && !className.startsWith("org.teavm.")
        && !className.startsWith("jdk.")
        && !className.startsWith(Sdk.PACKAGE)
        && !className.startsWith("io.proxywasm.abi.");
  }

  static Place place(MethodReference method, @Nullable TextLocation location) {
    TextLocation known = location == null ? TextLocation.EMPTY : location;
    return new Place(
        method.getClassName(),
        method.getName(),
        Optional.ofNullable(known.getFileName()).map(Places::simpleName),
        Optional.of(known.getLine()).filter(line -> line > 0));
  }

  private static String simpleName(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /**
   * Returns the calls that lead from the plugin to a place, the plugin's own line first; only the
   * place itself where it is the plugin's, or where no way is known.
   */
  static List<Place> pathTo(CallGraph graph, CallLocation location) {
    MethodReference start = location.getMethod();
    Place last = place(start, location.getSourceLocation());
    Set<MethodReference> seen = new HashSet<>(Set.of(start));
    ArrayDeque<Step> queue = new ArrayDeque<>(List.of(new Step(start, List.of(last))));
    while (!queue.isEmpty()) {
      Step step = queue.remove();
      if (isOfPlugin(step.method().getClassName())) {
        return step.path();
      }
      CallGraphNode node = graph.getNode(step.method());
      if (node == null) {
        continue;
      }
      for (CallSite site : node.getCallerCallSites()) {
        for (CallGraphNode caller : site.getCallers()) {
          if (!seen.add(caller.getMethod())) {
            continue;
          }
          Collection<? extends TextLocation> lines = site.getLocations(caller);
          List<Place> longer = new ArrayList<>(step.path().size() + 1);
          longer.add(place(caller.getMethod(), lines.isEmpty() ? null : lines.iterator().next()));
          longer.addAll(step.path());
          queue.add(new Step(caller.getMethod(), longer));
        }
      }
    }
    return List.of(last);
  }

  /** Returns a line that calls a method, if one is known. */
  static List<Place> pathToCaller(CallGraph graph, MethodReference method) {
    CallGraphNode node = graph.getNode(method);
    if (node != null) {
      for (CallSite site : node.getCallerCallSites()) {
        for (CallGraphNode caller : site.getCallers()) {
          Collection<? extends TextLocation> lines = site.getLocations(caller);
          return pathTo(
              graph,
              new CallLocation(
                  caller.getMethod(), lines.isEmpty() ? null : lines.iterator().next()));
        }
      }
    }
    return List.of(place(method, null));
  }
}
