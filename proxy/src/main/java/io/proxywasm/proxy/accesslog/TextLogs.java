package io.proxywasm.proxy.accesslog;

import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.LogFormat;
import java.util.ArrayList;
import java.util.List;

/** Some access logs that are text: files, standard output, standard error. Thread-safe. */
public final class TextLogs {
  private record Log(LineFormat format, LogFiles.LogFile file) {}

  private final List<Log> logs = new ArrayList<>();

  /**
   * Opens the files of logs; a {@link AccessLog.Wasm} among them is left out.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when a file cannot be opened, or a format is
   *     wrong
   */
  public TextLogs(List<AccessLog> configs, LogFiles files) {
    for (AccessLog config : configs) {
      if (config instanceof AccessLog.File file) {
        add(file.format(), files.file(file.path()));
      } else if (config instanceof AccessLog.Stdout stdout) {
        add(stdout.format(), files.standardOutput());
      } else if (config instanceof AccessLog.Stderr stderr) {
        add(stderr.format(), files.standardError());
      }
    }
  }

  private void add(LogFormat format, LogFiles.LogFile file) {
    logs.add(new Log(LineFormat.of(format), file));
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return logs.isEmpty();
  }

  /** Writes about a stream. Does not wait. */
  public void log(LogEntry entry) {
    StringBuilder line = new StringBuilder(256);
    for (Log log : logs) {
      line.setLength(0);
      log.format.append(line, entry);
      log.file.append(line);
    }
  }
}
