package io.proxywasm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Projects to try commands on. */
final class Projects {
  private Projects() {}

  static Path source(Path project, String className, String content) throws IOException {
    Path file = project.resolve("src/main/java").resolve(className.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** A plugin whose responses have the header x-test. */
  static Path plugin(Path project, String value) throws IOException {
    source(
        project,
        "demo.Demo",
        filter(
            "Demo",
            "public Action onResponseHeaders(Headers headers, boolean endOfStream) {"
                + " Log.warn(\"answered\"); headers.set(\"x-test\", \""
                + value
                + "\"); return Action.CONTINUE; }"));
    return project;
  }

  static String filter(String name, String members) {
    return """
        package demo;
        import io.proxywasm.sdk.*;
        public final class NAME extends HttpContext {
          public static void main(String[] args) { ProxyWasm.http(NAME::new); }
          MEMBERS
        }
        """
        .replace("NAME", name)
        .replace("MEMBERS", members);
  }
}
