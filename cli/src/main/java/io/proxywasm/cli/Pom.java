package io.proxywasm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * As much of a pom as is needed to do without Maven where that gives the same.
 *
 * @param needs how much of a build needs Maven
 * @param mainClass the main class that is named for the Maven plugin
 * @param testsNeedMaven whether tests have libraries that this tool does not bring
 */
record Pom(Needs needs, Optional<String> mainClass, boolean testsNeedMaven) {
  /** What only Maven can do for this project. */
  enum Needs {
    /** The project is compiled with the sdk alone. */
    NOTHING,
    /** There are libraries to be resolved. */
    CLASS_PATH,
    /** There are things on the way to class files that only Maven knows. */
    COMPILATION
  }

  private static final String GROUP = "io.proxywasm";

  /** What tests can use without Maven. */
  private static final Set<String> TEST_GROUPS = Set.of("org.junit.jupiter", "org.assertj");

  /** Plugins that do nothing before or to a compilation. */
  private static final Set<String> HARMLESS =
      Set.of(
          "proxy-wasm-maven-plugin",
          "maven-clean-plugin",
          "maven-resources-plugin",
          "maven-surefire-plugin",
          "maven-failsafe-plugin",
          "maven-jar-plugin",
          "maven-source-plugin",
          "maven-javadoc-plugin",
          "maven-install-plugin",
          "maven-deploy-plugin",
          "maven-enforcer-plugin",
          "spotless-maven-plugin");

  static Pom read(Path file) {
    if (!Files.isRegularFile(file)) {
      return new Pom(Needs.NOTHING, Optional.empty(), false);
    }
    Element project = parse(file);
    Optional<String> mainClass =
        plugins(project).stream()
            .filter(plugin -> text(plugin, "artifactId").equals("proxy-wasm-maven-plugin"))
            .flatMap(plugin -> children(plugin, "configuration").stream())
            .map(configuration -> text(configuration, "mainClass"))
            .filter(name -> !name.isEmpty() && !name.contains("$"))
            .findFirst();
    return new Pom(needs(project), mainClass, testsNeedMaven(project));
  }

  private static Needs needs(Element project) {
    String packaging = text(project, "packaging");
    boolean foreignParent =
        children(project, "parent").stream().anyMatch(parent -> !isOurs(parent));
    boolean otherSources =
        children(project, "build").stream()
            .anyMatch(build -> !children(build, "sourceDirectory").isEmpty());
    boolean otherPlugins =
        plugins(project).stream()
            .anyMatch(plugin -> !HARMLESS.contains(text(plugin, "artifactId")));
    if (!(packaging.isEmpty() || packaging.equals("jar"))
        || foreignParent
        || otherSources
        || otherPlugins
        || !children(project, "profiles").isEmpty()) {
      return Needs.COMPILATION;
    }
    boolean libraries =
        libraries(project)
            .anyMatch(library -> !text(library, "scope").equals("test") && !isOurs(library));
    return libraries ? Needs.CLASS_PATH : Needs.NOTHING;
  }

  private static Stream<Element> libraries(Element project) {
    return children(project, "dependencies").stream()
        .flatMap(list -> children(list, "dependency").stream());
  }

  private static boolean testsNeedMaven(Element project) {
    return libraries(project)
        .filter(library -> text(library, "scope").equals("test") && !isOurs(library))
        .anyMatch(library -> !TEST_GROUPS.contains(text(library, "groupId")));
  }

  private static boolean isOurs(Element element) {
    String group = text(element, "groupId");
    return group.equals(GROUP) || group.equals("${project.groupId}");
  }

  private static List<Element> plugins(Element project) {
    return children(project, "build").stream()
        .flatMap(build -> children(build, "plugins").stream())
        .flatMap(list -> children(list, "plugin").stream())
        .toList();
  }

  private static Element parse(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Quiet());
      return builder.parse(file.toFile()).getDocumentElement();
    } catch (SAXParseException e) {
      throw new CliException(
          Paths.shown(file) + ":" + e.getLineNumber() + ": " + e.getMessage(), e);
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new CliException("cannot read " + Paths.shown(file) + ": " + e.getMessage(), e);
    }
  }

  private static List<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    List<Element> children = new ArrayList<>();
    IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && node.getNodeName().equals(name))
        .forEach(node -> children.add((Element) node));
    return children;
  }

  private static String text(Element parent, String name) {
    return children(parent, name).stream()
        .findFirst()
        .map(element -> element.getTextContent().strip())
        .orElse("");
  }

  /** The parser's own handler prints to the terminal. */
  private static final class Quiet implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
