package io.proxywasm.cli;

import io.proxywasm.compiler.Finding;
import io.proxywasm.compiler.Finding.Severity;
import io.proxywasm.compiler.HostProfile;
import io.proxywasm.compiler.ModuleCheck;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells whether a host would take a module. */
@Command(
    name = "validate",
    description =
        "Tell whether a host would take a module, of whatever language; else exit with 1.",
    footer = {
      "",
      "Examples:",
      "  pwj validate plugin.wasm                     for the newest Envoy",
      "  pwj validate plugin.wasm --host envoy-1.36   for an older one"
    })
final class ValidateCommand extends PwjCommand {
  @Parameters(paramLabel = "FILE", description = "A module, or the folder of a built project.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      converter = HostConverter.class,
      completionCandidates = HostConverter.Ids.class,
      description = "The host, the newest Envoy by default: ${COMPLETION-CANDIDATES}.")
  private HostProfile host = HostProfile.ENVOY_1_40;

  @Option(names = "--json", description = "Tell it as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ModuleFile found = ModuleFile.read(file);
    List<Finding> findings = ModuleCheck.check(found.module(), host);
    boolean taken = findings.stream().noneMatch(f -> f.severity() == Severity.ERROR);
    Terminal terminal = terminal();
    if (json) {
      terminal.line(Json.write(json(taken, findings)));
    } else {
      findings.forEach(finding -> terminal.line(text(terminal, finding)));
      terminal.line(
          taken
              ? Paths.shown(found.file()) + " runs on " + host
              : Paths.shown(found.file()) + " does not run on " + host);
    }
    return taken ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static String text(Terminal terminal, Finding finding) {
    String text = finding.toString();
    return switch (finding.severity()) {
      case ERROR -> terminal.red(text);
      case WARNING -> terminal.yellow(text);
      case INFO -> terminal.dim(text);
    };
  }

  private Map<String, Object> json(boolean taken, List<Finding> findings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", taken);
    json.put("host", host.id());
    json.put("findings", findings.stream().map(ValidateCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    json.put("what", finding.what());
    if (!finding.fix().isEmpty()) {
      json.put("fix", finding.fix());
    }
    return json;
  }
}
