package io.proxywasm.compiler.teavm;

import io.proxywasm.compiler.Diagnostic.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    boolean known = location != null && !location.isEmpty();
    return new Place(
        method.getClassName(),
        method.getName(),
        known ? Optional.ofNullable(location.getFileName()).map(Places::simpleName) : Optional.empty(),
        known && location.getLine() > 0 ? Optional.of(location.getLine()) : Optional.empty());
  }

  private static String simpleName(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /**
   * Returns the calls that lead from the plugin to a place, the plugin's own line first; only the place itself where it
   * is the plugin's, or where no way is known.
   */
  static List<Place> pathTo(CallGraph graph, CallLocation location) {
    MethodReference start = location.getMethod();
    Place last = place(start, location.getSourceLocation());
    Map<MethodReference, List<Place>> paths = new HashMap<>();
    paths.put(start, List.of(last));
    ArrayDeque<MethodReference> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      MethodReference method = queue.remove();
      List<Place> path = paths.get(method);
      if (isOfPlugin(method.getClassName())) {
        return path;
      }
      CallGraphNode node = graph.getNode(method);
      if (node == null) {
        continue;
      }
      for (CallSite site : node.getCallerCallSites()) {
        for (CallGraphNode caller : site.getCallers()) {
          if (paths.containsKey(caller.getMethod())) {
            continue;
          }
          Collection<? extends TextLocation> lines = site.getLocations(caller);
          List<Place> longer = new ArrayList<>(path.size() + 1);
          longer.add(place(caller.getMethod(), lines.isEmpty() ? null : lines.iterator().next()));
          longer.addAll(path);
          paths.put(caller.getMethod(), longer);
          queue.add(caller.getMethod());
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
              new CallLocation(caller.getMethod(), lines.isEmpty() ? null : lines.iterator().next()));
        }
      }
    }
    return List.of(place(method, null));
  }
}
