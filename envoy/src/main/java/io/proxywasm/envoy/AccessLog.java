package io.proxywasm.envoy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that gets one line per request.
 *
 * @param file the file; Envoy appends
 * @param format the line in Envoy's format language, without a line end; empty is Envoy's default
 *     line
 */
public record AccessLog(Path file, Optional<String> format) {}
