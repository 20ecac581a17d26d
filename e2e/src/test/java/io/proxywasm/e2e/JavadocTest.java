package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that users of a module can name has a comment. */
class JavadocTest {
  static List<String> libraries() {
    return Modules.LIBRARIES;
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void shouldHaveACommentWhenItIsPublic(String module) throws IOException {
    Path sources = Path.of("..", module, "src", "main", "java");
    Scanner scanner = scan(sources);
    assertThat(scanner.seen).describedAs("public declarations of " + module).isGreaterThan(10);
    assertThat(scanner.missing).describedAs("public, but without a comment").isEmpty();
  }

  private static Scanner scan(Path sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> tree = Files.walk(sources)) {
      List<Path> paths = tree.filter(path -> path.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
      Scanner scanner = new Scanner(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        scanner.scan(unit, null);
      }
      return scanner;
    }
  }

  private static final class Scanner extends TreePathScanner<Void, Void> {
    final List<String> missing = new ArrayList<>();
    int seen;
    private final DocTrees trees;

    Scanner(DocTrees trees) {
      this.trees = trees;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (!isSeen(type.getModifiers(), getCurrentPath().getParentPath().getLeaf())) {
        return null;
      }
      check(type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      Tree owner = getCurrentPath().getParentPath().getLeaf();
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      if (isSeen(method.getModifiers(), owner) && !overrides && !isGenerated(method)) {
        check(((ClassTree) owner).getSimpleName() + "." + method.getName());
      }
      return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void unused) {
      Tree owner = getCurrentPath().getParentPath().getLeaf();
      if (owner.getKind() != Tree.Kind.RECORD && isSeen(field.getModifiers(), owner)) {
        check(((ClassTree) owner).getSimpleName() + "." + field.getName());
      }
      return null;
    }

    /** The parser makes an empty constructor where there is none, at the place of the class. */
    private boolean isGenerated(MethodTree method) {
      return trees
              .getSourcePositions()
              .getEndPosition(getCurrentPath().getCompilationUnit(), method)
          < 0;
    }

    private static boolean isSeen(ModifiersTree modifiers, Tree owner) {
      Set<Modifier> flags = modifiers.getFlags();
      boolean isMember =
          owner.getKind() == Tree.Kind.INTERFACE || owner.getKind() == Tree.Kind.ANNOTATION_TYPE;
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (isMember && !flags.contains(Modifier.PRIVATE));
    }

    private void check(String name) {
      seen++;
      TreePath path = getCurrentPath();
      DocCommentTree comment = trees.getDocCommentTree(path);
      if (comment == null || comment.getFirstSentence().isEmpty()) {
        CompilationUnitTree unit = path.getCompilationUnit();
        missing.add(unit.getPackageName() + " " + name);
      }
    }
  }
}
