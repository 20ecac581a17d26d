package io.proxywasm.docs;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java block of a page, as javac can take it.
 *
 * <p>The rules, by which a reader completes it too:
 *
 * <ul>
 *   <li>A block with imports is complete. Any other gets {@link #IMPORTS}, and {@link
 *       #TEST_IMPORTS} if it is a test.
 *   <li>A block that declares a type stands for itself. One that begins its lines with annotations
 *       or modifiers are members of a context, anything else are statements in one.
 *   <li>The context is the one whose callbacks and methods the block names, else an {@code
 *       HttpContext}. It has {@link #FIELDS}, as what a callback gets has these names everywhere.
 *   <li>The blocks of a page are in one package: a later one may use the types of an earlier one.
 * </ul>
 *
 * @param page the file of the page
 * @param line the line on which the block begins with its fence
 * @param code what is between the fences
 */
record Snippet(Path page, int line, String code) {
  private static final Pattern IMPORT = Pattern.compile("(?m)^import ");
  private static final Pattern TYPE =
      Pattern.compile(
          "(?m)^((public|final|abstract|sealed) )*(class|record|enum|interface|@interface) ");
  private static final Pattern MEMBER =
      Pattern.compile("(?m)^(@[A-Z]|(public|protected|private|static) )");
  private static final Pattern PLUGIN =
      Pattern.compile(
          "(?ms)^public final class (\\w+) .*^  public static void main\\(String\\[] args\\)");
  private static final Pattern RETURN = Pattern.compile("(?m)^return ");
  private static final Pattern OF_TESTS = Pattern.compile("@Test|Test(Proxy|Plugin)|\\bproxy\\.");
  private static final Pattern OF_TCP =
      Pattern.compile("Downstream|onUpstreamData|onUpstreamClose|closeUpstream|onNewConnection");
  private static final Pattern OF_PLUGINS =
      Pattern.compile("onConfigure|onTick|onQueueReady|setTickPeriod|create(Http|Tcp)Context");

  private static final String IMPORTS =
      imports(
          "io.proxywasm.abi.*",
          "io.proxywasm.sdk.*",
          "io.proxywasm.sdk.properties.*",
          "io.proxywasm.json.*",
          "io.proxywasm.config.*",
          "io.proxywasm.crypto.*",
          "io.proxywasm.jwt.*",
          "io.proxywasm.net.*",
          "io.proxywasm.ratelimit.*",
          "io.proxywasm.web.*",
          "java.time.Duration",
          "java.util.List",
          "java.util.Map",
          "java.util.Optional",
          "org.jspecify.annotations.Nullable");

  private static final String TEST_IMPORTS =
      imports(
          "io.proxywasm.testkit.*",
          "io.proxywasm.testkit.junit.*",
          "static io.proxywasm.testkit.assertj.ProxyWasmAssertions.*",
          "static org.assertj.core.api.Assertions.*",
          "java.time.Duration",
          "org.junit.jupiter.api.Test");

  private static final String FIELDS =
      "Headers headers; Headers trailers; Body body; boolean endOfStream; Bytes configuration; "
          + "String user; String key; ";

  private static final String TEST_FIELDS =
      "TestProxy proxy; TestProxy.Builder builder; HttpExchange exchange; HttpCallout call; ";

  /** The package of all blocks of the page. */
  String packageName() {
    String name = page.getFileName().toString().replace(".md", "").toLowerCase(Locale.ROOT);
    return "page." + name.replaceAll("[^a-z0-9]", "");
  }

  /** The name of its class, if it is a whole plugin. */
  Optional<String> plugin() {
    Matcher plugin = PLUGIN.matcher(code);
    return plugin.find() ? Optional.of(packageName() + "." + plugin.group(1)) : Optional.empty();
  }

  /** A source in which each line of the block has the number that it has in the page. */
  String source() {
    return "\n".repeat(line - 1) + opening() + "\n" + code + closing();
  }

  private boolean isComplete() {
    return IMPORT.matcher(code).find();
  }

  private boolean isType() {
    return TYPE.matcher(code).find();
  }

  private boolean isMember() {
    return MEMBER.matcher(code).find();
  }

  private String opening() {
    String imports = OF_TESTS.matcher(code).find() ? TEST_IMPORTS : IMPORTS;
    String head = "package " + packageName() + "; " + (isComplete() ? "" : imports);
    if (isType()) {
      return head;
    }
    head += " @SuppressWarnings(\"all\") class Snippet" + line + " " + context();
    if (isMember()) {
      return head;
    }
    String result = RETURN.matcher(code).find() ? "Action" : "void";
    return head + " " + result + " statements() throws Exception {";
  }

  private String context() {
    if (OF_TESTS.matcher(code).find()) {
      return "{ " + TEST_FIELDS;
    }
    String base =
        OF_TCP.matcher(code).find()
            ? "TcpContext"
            : OF_PLUGINS.matcher(code).find() ? "PluginContext" : "HttpContext";
    return "extends " + base + " { " + FIELDS;
  }

  private String closing() {
    return isType() ? "" : isMember() ? "}" : "}}";
  }

  private static String imports(String... names) {
    return Stream.of(names).map(name -> "import " + name + ";").collect(Collectors.joining());
  }
}
